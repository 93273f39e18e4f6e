#include "likeness/crop_match.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace glance {
namespace {

constexpr float kPart = 0.8f;
constexpr std::array<float, 3> kOffsets = {0, 0.1f, 0.2f};  // of the left or upper edge

// Where crop 1 and following begin.
float LeftOf(size_t crop) { return kOffsets[(crop - 1) % 3]; }
float TopOf(size_t crop) { return kOffsets[(crop - 1) / 3]; }

constexpr size_t kHalfSide = kThumbnailSide / 2;
constexpr auto kCropPixels = static_cast<float>(kCropSide * kCropSide);
using Half = std::array<float, kHalfSide * kHalfSide>;

Half HalfOf(Thumbnail thumbnail) {
  Half half;
  for (size_t y = 0; y < kHalfSide; ++y) {
    for (size_t x = 0; x < kHalfSide; ++x) {
      const uint8_t* pixel = &thumbnail[2 * y * kThumbnailSide + 2 * x];
      half[y * kHalfSide + x] = static_cast<float>(pixel[0] + pixel[1] + pixel[kThumbnailSide] +
                                                   pixel[kThumbnailSide + 1]);
    }
  }
  return half;
}

void Normalize(Crop& crop) {
  constexpr float kFlat = 16;  // a standard deviation of a thirtieth of a grey level
  const float mean = std::accumulate(crop.begin(), crop.end(), 0.0f) / kCropPixels;
  float squares = 0;
  for (float& value : crop) {
    value -= mean;
    squares += value * value;
  }
  const float scale = squares > kFlat ? 1 / std::sqrt(squares) : 0;
  for (float& value : crop) value *= scale;
}

// The nearest pixel of a picture of kHalfSide for each of two samples of each pixel of a crop.
using Samples = std::array<size_t, 2 * kCropSide>;
Samples SamplesOf(float begin, float part) {
  Samples samples;
  for (size_t i = 0; i < samples.size(); ++i) {
    constexpr auto kCount = static_cast<float>(2 * kCropSide);
    constexpr auto kSide = static_cast<float>(kHalfSide);
    const float place = begin + part * (static_cast<float>(i) + 0.5f) / kCount;
    samples[i] = std::min(static_cast<size_t>(place * kSide), kHalfSide - 1);
  }
  return samples;
}

Crop CropOf(const Half& half, const Samples& columns, const Samples& rows) {
  Crop crop;
  for (size_t y = 0; y < kCropSide; ++y) {
    const float* upper = &half[rows[2 * y] * kHalfSide];
    const float* lower = &half[rows[2 * y + 1] * kHalfSide];
    for (size_t x = 0; x < kCropSide; ++x) {
      const size_t left = columns[2 * x], right = columns[2 * x + 1];
      crop[y * kCropSide + x] = upper[left] + upper[right] + lower[left] + lower[right];
    }
  }
  Normalize(crop);
  return crop;
}

float Correlation(const Crop& a, const Crop& b) {
  // Four sums, so that the compiler can make vectors of them.
  std::array<float, 4> sums{};
  for (size_t i = 0; i < a.size(); i += sums.size()) {
    for (size_t j = 0; j < sums.size(); ++j) sums[j] += a[i + j] * b[i + j];
  }
  return sums[0] + sums[1] + sums[2] + sums[3];
}

// Places are pixels of the thumbnail from its middle. `second` shows the crop of the first.
AlignmentMap MapOfFirst(size_t crop) {
  constexpr float kScale = 1 / kPart, kMiddle = 0.5f - kPart / 2;
  return {kScale, 0,      (kMiddle - LeftOf(crop)) * kScale * kThumbnailSide,
          0,      kScale, (kMiddle - TopOf(crop)) * kScale * kThumbnailSide};
}

// The first shows the crop of the second.
AlignmentMap MapOfSecond(size_t crop) {
  constexpr float kMiddle = 0.5f - kPart / 2;
  return {kPart, 0,     (LeftOf(crop) - kMiddle) * kThumbnailSide,
          0,     kPart, (TopOf(crop) - kMiddle) * kThumbnailSide};
}

}  // namespace

Crops CropsOf(Thumbnail thumbnail) {
  const Half half = HalfOf(thumbnail);
  const Samples whole = SamplesOf(0, 1);
  Crops crops;
  crops[0] = CropOf(half, whole, whole);
  for (size_t i = 1; i < crops.size(); ++i) {
    crops[i] = CropOf(half, SamplesOf(LeftOf(i), kPart), SamplesOf(TopOf(i), kPart));
  }
  return crops;
}

Crops Mirrored(const Crops& crops) {
  Crops mirrored;
  for (size_t i = 0; i < crops.size(); ++i) {
    // Left and right crops swap their places.
    const size_t column = i == 0 ? 1 : (i - 1) % 3;
    const Crop& from = crops[i + 2 - 2 * column];
    for (size_t at = 0; at < from.size(); ++at) {
      mirrored[i][at] = from[at / kCropSide * kCropSide + kCropSide - 1 - at % kCropSide];
    }
  }
  return mirrored;
}

CropMatch MatchCrops(const Crops& first, const Crops& second) {
  CropMatch best{.correlation = Correlation(first[0], second[0]), .map = kUnmoved};
  for (size_t i = 1; i < first.size(); ++i) {
    const float of_first = Correlation(first[i], second[0]);
    if (of_first > best.correlation) best = {of_first, MapOfFirst(i)};
    const float of_second = Correlation(first[0], second[i]);
    if (of_second > best.correlation) best = {of_second, MapOfSecond(i)};
  }
  return best;
}

}  // namespace glance
