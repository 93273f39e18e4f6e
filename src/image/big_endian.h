// Numbers of JPEG and PNG files: most significant byte first.
#pragma once

#include <cstddef>
#include <cstdint>

#include "base/buffer.h"

namespace glance {

// The two bytes at `offset`, which must lie inside `bytes`.
inline uint16_t ReadU16Be(ByteSpan bytes, size_t offset) {
  return static_cast<uint16_t>((bytes[offset] << 8) | bytes[offset + 1]);
}

// The four bytes at `offset`, which must lie inside `bytes`.
inline uint32_t ReadU32Be(ByteSpan bytes, size_t offset) {
  return (uint32_t{ReadU16Be(bytes, offset)} << 16) | ReadU16Be(bytes, offset + 2);
}

}  // namespace glance
