// The two resampling kernels: how much a source pixel at `distance` from an output pixel's centre
// counts. Distances are in source pixels when enlarging, in output pixels when reducing.
// The cubic is Keys' (1981, "Cubic convolution interpolation for digital image processing").
#pragma once

#include <cmath>

#include "preprocess/preprocess.h"

namespace glance {

// Beyond this distance a kernel is zero.
constexpr double FilterSupport(ResampleFilter filter) {
  return filter == ResampleFilter::kBilinear ? 1.0 : 2.0;
}

inline double TriangleWeight(double distance) {
  const double x = std::abs(distance);
  return x < 1.0 ? 1.0 - x : 0.0;
}

// Keys' cubic with a = -0.5. The order of operations decides the last bit: keep it.
inline double CubicWeight(double distance) {
  constexpr double kA = -0.5;
  const double x = std::abs(distance);
  if (x < 1.0) return ((kA + 2.0) * x - (kA + 3.0)) * x * x + 1.0;
  if (x < 2.0) return (((x - 5.0) * x + 8.0) * x - 4.0) * kA;
  return 0.0;
}

inline double FilterWeight(ResampleFilter filter, double distance) {
  return filter == ResampleFilter::kBilinear ? TriangleWeight(distance) : CubicWeight(distance);
}

}  // namespace glance
