// Comparing the first bytes of a file or segment with a known text.
#pragma once

#include <cstring>
#include <string_view>

#include "base/buffer.h"

namespace glance {

// Whether `text` (which may hold zero bytes) stands in `bytes` at `offset`.
inline bool StandsAt(ByteSpan bytes, size_t offset, std::string_view text) {
  return offset <= bytes.size() && text.size() <= bytes.size() - offset &&
         std::memcmp(bytes.data() + offset, text.data(), text.size()) == 0;
}

inline bool StartsWith(ByteSpan bytes, std::string_view text) { return StandsAt(bytes, 0, text); }

}  // namespace glance
