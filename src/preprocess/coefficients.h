// Along one axis, which source samples make each output sample and with what integer weights.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>

#include "base/buffer.h"
#include "base/result.h"
#include "glance/preprocessing.h"

namespace glance {

// Weights are fixed-point numbers with this many fractional bits. A sum of weight * pixel stays
// inside 32 bits: 8 for the pixel, 2 for the sign and for the cubic's overshoot.
inline constexpr int kWeightBits = 32 - 8 - 2;
inline constexpr int32_t kWeightOne = int32_t{1} << kWeightBits;

// Sums of weight * pixel start at kWeightHalf, so that this shift rounds to the nearest pixel
// value. A cubic's overshoot is clipped.
inline constexpr int32_t kWeightHalf = kWeightOne / 2;
inline uint8_t PixelOfSum(int32_t sum) {
  return static_cast<uint8_t>(std::clamp(sum >> kWeightBits, 0, 255));
}

struct SampleRange {
  int begin = 0;
  int end = 0;
};

// Output sample i of the axis is the sum over t of WeightsOf(i)[t] * source[first[i] + t].
struct AxisCoefficients {
  int taps = 0;             // weights an output sample; at most the source's length
  Buffer<int> first;        // (count), ascending; first[i] + taps <= the source's end
  Buffer<int32_t> weights;  // (count, taps), each row sums to about kWeightOne

  std::span<const int32_t> WeightsOf(size_t i) const {
    const auto row_length = static_cast<size_t>(taps);
    return weights.span().subspan(i * row_length, row_length);
  }
  // The source samples begin .. end - 1 are all that the outputs read.
  SampleRange SourceRange() const { return {first.span().front(), first.span().back() + taps}; }
};

// An axis of `source_length` samples resized to `target_length`, of which only the outputs
// `begin` .. `begin + count - 1` are wanted. Lengths and count are at least 1. The samples are
// numbered from `source_begin` on: they may be a part of a longer axis, whose other samples count
// for nothing.
struct AxisResize {
  int source_length = 1;
  int target_length = 1;
  int begin = 0;
  int count = 1;
  int source_begin = 0;
};

// Memory is proportional to count * (source_length / target_length). Fails with memory/exhausted.
Result<AxisCoefficients> ComputeCoefficients(const AxisResize& axis, ResampleFilter filter);

// For the axis seen from its other end, both its source and its outputs.
AxisCoefficients Mirrored(AxisCoefficients coefficients, int source_length);

}  // namespace glance
