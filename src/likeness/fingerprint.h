// What finding duplicates keeps of a picture: a small copy, its size, its colour, how sharp it is.
// The same for a picture in every build.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "base/buffer.h"
#include "base/result.h"
#include "image/image.h"
#include "likeness/thumbnail.h"

namespace glance {

// Bytes: version (1), mean red, green and blue, then width, height and sharpness, each of four
// bytes, the least first, then the thumbnail.
inline constexpr size_t kFingerprintBytes = 16 + kThumbnailSide * kThumbnailSide;

// Of `image` turned upright. Takes a copy of kThumbnailSide^2 pixels. Fails with memory/exhausted.
Result<Buffer<uint8_t>> FingerprintOf(const Image& image, int exif_orientation = 1);

// A fingerprint read; `thumbnail` points into its bytes.
struct Fingerprint {
  uint32_t width_px, height_px;
  // 256 times how much the green of a pixel differs from its four neighbours' mean, times 4, on
  // average.
  uint32_t sharpness;
  std::array<int, 3> mean_color;
  Thumbnail thumbnail;

  uint64_t pixels() const { return uint64_t{width_px} * height_px; }
};

// Fails with call/bad-argument when `bytes` are not a fingerprint.
Result<void> CheckFingerprint(ByteSpan bytes);
// Requires that CheckFingerprint succeeded.
Fingerprint ReadFingerprint(std::span<const uint8_t, kFingerprintBytes> bytes);

}  // namespace glance
