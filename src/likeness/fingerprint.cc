#include "likeness/fingerprint.h"

#include <algorithm>
#include <cstdlib>

#include "base/error_codes.h"
#include "image/orientation.h"
#include "preprocess/geometry.h"
#include "preprocess/resample.h"

namespace glance {
namespace {

constexpr uint8_t kVersion = 1;
constexpr size_t kColorAt = 1, kWidthAt = 4, kHeightAt = 8, kSharpnessAt = 12, kThumbnailAt = 16;

void PutNumber(uint32_t number, uint8_t* bytes) {
  for (int i = 0; i < 4; ++i) bytes[i] = static_cast<uint8_t>(number >> (8 * i));
}

uint32_t NumberAt(const uint8_t* bytes) {
  uint32_t number = 0;
  for (int i = 0; i < 4; ++i) number |= static_cast<uint32_t>(bytes[i]) << (8 * i);
  return number;
}

// Of about 256 rows, which is enough for a mean and takes no time for large pictures.
uint32_t SharpnessOf(const Image& image) {
  constexpr size_t kRows = 256;
  const auto width = static_cast<size_t>(image.width_px());
  const auto height = static_cast<size_t>(image.height_px());
  if (width < 3 || height < 3) return 0;
  const size_t stride = width * Image::kChannels;
  const uint8_t* green = image.pixels().data() + 1;
  const size_t step = std::max<size_t>(1, height / kRows);
  uint64_t sum = 0, count = 0;
  for (size_t y = 1; y + 1 < height; y += step) {
    const uint8_t* row = green + y * stride;
    uint64_t row_sum = 0;
    for (size_t x = Image::kChannels; x + Image::kChannels < stride; x += Image::kChannels) {
      const int around = row[x - Image::kChannels] + row[x + Image::kChannels] +
                         *(row + x - stride) + row[x + stride];
      row_sum += static_cast<uint64_t>(std::abs(4 * row[x] - around));
    }
    sum += row_sum;
    count += width - 2;
  }
  return static_cast<uint32_t>(sum * 256 / count);
}

}  // namespace

Result<Buffer<uint8_t>> FingerprintOf(const Image& image, int exif_orientation) {
  constexpr int kSide = static_cast<int>(kThumbnailSide);
  const Size upright = UprightSize(image, exif_orientation);
  TRY_ASSIGN(const Image small, ResampleRegion(image,
                                               {.source = WholeOf(upright),
                                                .resized = {kSide, kSide},
                                                .wanted = {0, 0, kSide, kSide}},
                                               ResampleFilter::kBilinear, exif_orientation));
  TRY_ASSIGN(auto bytes, Buffer<uint8_t>::Create(kFingerprintBytes));
  bytes.data()[0] = kVersion;
  PutNumber(static_cast<uint32_t>(upright.width_px), bytes.data() + kWidthAt);
  PutNumber(static_cast<uint32_t>(upright.height_px), bytes.data() + kHeightAt);
  PutNumber(SharpnessOf(image), bytes.data() + kSharpnessAt);
  constexpr size_t kPixels = kThumbnailSide * kThumbnailSide;
  std::array<uint32_t, 3> sums{};
  for (size_t i = 0; i < kPixels; ++i) {
    const uint8_t* pixel = small.pixels().data() + i * Image::kChannels;
    for (size_t c = 0; c < sums.size(); ++c) sums[c] += pixel[c];
    // ITU-R BT.601, as Pillow's convert("L").
    bytes.data()[kThumbnailAt + i] = static_cast<uint8_t>(
        (pixel[0] * 19595u + pixel[1] * 38470u + pixel[2] * 7471u + 0x8000u) >> 16);
  }
  for (size_t c = 0; c < sums.size(); ++c) {
    bytes.data()[kColorAt + c] = static_cast<uint8_t>((sums[c] + kPixels / 2) / kPixels);
  }
  return bytes;
}

Result<void> CheckFingerprint(ByteSpan bytes) {
  if (bytes.size() == kFingerprintBytes && bytes[0] == kVersion && NumberAt(&bytes[kWidthAt]) > 0 &&
      NumberAt(&bytes[kHeightAt]) > 0) {
    return {};
  }
  return Fail(error_code::kCallBadArgument,
              {"a fingerprint of ", bytes.size(), " bytes is not one of this version of Glance (",
               kFingerprintBytes, " bytes): make it anew from the picture"});
}

Fingerprint ReadFingerprint(std::span<const uint8_t, kFingerprintBytes> bytes) {
  return {.width_px = NumberAt(&bytes[kWidthAt]),
          .height_px = NumberAt(&bytes[kHeightAt]),
          .sharpness = NumberAt(&bytes[kSharpnessAt]),
          .mean_color = {bytes[kColorAt], bytes[kColorAt + 1], bytes[kColorAt + 2]},
          .thumbnail = bytes.subspan<kThumbnailAt>()};
}

}  // namespace glance
