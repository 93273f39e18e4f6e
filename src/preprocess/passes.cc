// Sums start at one half, so that the shift rounds to nearest; a cubic's overshoot is clipped.
#include "preprocess/passes.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>

#include "preprocess/coefficients.h"

namespace glance {
namespace {

constexpr int32_t kHalf = kWeightOne / 2;

uint8_t ToPixel(int32_t sum) {
  return static_cast<uint8_t>(std::clamp(sum >> kWeightBits, 0, 255));
}

}  // namespace

void ResampleRow(const uint8_t* source, int source_begin, const AxisCoefficients& columns,
                 uint8_t* target) {
  for (size_t i = 0; i < columns.first.size(); ++i) {
    const auto begin = static_cast<size_t>(columns.first.data()[i] - source_begin);
    const uint8_t* pixel = source + begin * kChannels;
    int32_t red = kHalf, green = kHalf, blue = kHalf;
    for (const int32_t weight : columns.WeightsOf(i)) {
      red += weight * pixel[0];
      green += weight * pixel[1];
      blue += weight * pixel[2];
      pixel += kChannels;
    }
    *target++ = ToPixel(red);
    *target++ = ToPixel(green);
    *target++ = ToPixel(blue);
  }
}

void BlendColumns(std::span<const uint8_t* const> rows, std::span<const int32_t> weights,
                  size_t begin, size_t end, uint8_t* target) {
  for (size_t x = begin; x < end; ++x) {
    int32_t sum = kHalf;
    for (size_t t = 0; t < weights.size(); ++t) sum += weights[t] * rows[t][x];
    target[x] = ToPixel(sum);
  }
}

}  // namespace glance
