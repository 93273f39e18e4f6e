// Sizes of blocks that depend on input. A product that does not fit saturates, and Buffer::Create
// then reports memory/exhausted.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>

#include "base/checked_math.h"

namespace glance {

inline size_t ValueCount(uint64_t a, uint64_t b) {
  constexpr uint64_t kMost = std::numeric_limits<size_t>::max();
  return static_cast<size_t>(std::min(CheckedMultiply(a, b).value_or(kMost), kMost));
}

}  // namespace glance
