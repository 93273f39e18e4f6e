// Which weight file is used when none is named.
#pragma once

#include <string>

#include "base/result.h"

namespace glance::cli {

// `chosen` when it is not empty; else the environment's GLANCE_MODEL when that is not empty; else
// the first that exists of models/efficientnet-lite0.safetensors beside the program, beside its
// folder, or in share/glance. Fails with file/unreadable and says what to do.
Result<std::string> ModelPath(const std::string& chosen);

}  // namespace glance::cli
