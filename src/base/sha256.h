// SHA-256 of bytes in memory, as FIPS 180-4 defines it: the name by which a weight file is known.
#pragma once

#include <string>

#include "base/buffer.h"

namespace glance {

// 64 lower-case hex digits.
std::string Sha256Hex(ByteSpan bytes);

}  // namespace glance
