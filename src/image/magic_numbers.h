// Files that are known by a text at a fixed place, their magic number.
#pragma once

#include <optional>

#include "base/buffer.h"
#include "image/other_formats.h"

namespace glance {

// Nothing when the file has none of those known here.
std::optional<OtherFormat> FindMagicNumber(ByteSpan bytes);

}  // namespace glance
