// Sums over vectors of float32, in an order that does not depend on the processor: sixteen partial
// sums, which compilers turn into vector instructions.
#pragma once

#include <cmath>
#include <cstddef>
#include <span>

namespace glance {

// Sum of a[i] * b[i]; both have the same size.
inline float Dot(std::span<const float> a, std::span<const float> b) {
  constexpr size_t kLanes = 16;
  float sums[kLanes] = {};
  size_t i = 0;
  for (; i + kLanes <= a.size(); i += kLanes) {
    for (size_t lane = 0; lane < kLanes; ++lane) sums[lane] += a[i + lane] * b[i + lane];
  }
  float sum = 0;
  for (const float lane : sums) sum += lane;
  for (; i < a.size(); ++i) sum += a[i] * b[i];
  return sum;
}

// target += factor * values.
inline void AddScaled(std::span<float> target, float factor, std::span<const float> values) {
  for (size_t i = 0; i < target.size(); ++i) target[i] += factor * values[i];
}

// Scales `values` to length 1; what is shorter than 1e-12 stays as good as 0.
inline void NormalizeLength(std::span<float> values) {
  double squares = 0;
  for (const float value : values) squares += double{value} * value;
  const double length = std::sqrt(squares);
  constexpr double kLeast = 1e-12;
  const double scale = 1 / (length > kLeast ? length : kLeast);
  for (float& value : values) value = static_cast<float>(value * scale);
}

}  // namespace glance
