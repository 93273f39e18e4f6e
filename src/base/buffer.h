// The public type, by its place in the layers.
#pragma once

#include "base/error_codes.h"
#include "base/result.h"
#include "glance/buffer.h"
