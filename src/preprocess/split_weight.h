// A weight as upper * 2^12 + lower, each of at most 13 bits, for multiplications of 16-bit numbers.
#pragma once

#include <cstdint>

namespace glance {

inline constexpr int kLowerBits = 12;

inline int16_t LowerPart(int32_t weight) {  // 0 .. 4095
  return static_cast<int16_t>(weight & ((1 << kLowerBits) - 1));
}
inline int16_t UpperPart(int32_t weight) {  // negative with the weight
  return static_cast<int16_t>(weight >> kLowerBits);
}

}  // namespace glance
