// TorchVision computes both in Python: int(shorter * long / short) with true division, and
// int(round((size - crop) / 2.0)). Below 2^53 the first equals the integer quotient: a fraction is
// at least 1/short below the next integer, further than a double rounds.
#include "preprocess/geometry.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>

#include "image/orientation.h"

namespace glance {
namespace {

// numerator / denominator; both are at least 0, the denominator above it.
int64_t Divide(int64_t numerator, int64_t denominator, Rounding rounding) {
  const int64_t quotient = numerator / denominator;
  if (rounding == Rounding::kFloor) return quotient;
  const int64_t twice_rest = 2 * (numerator % denominator);
  const bool is_odd = quotient % 2 != 0;
  const bool up = twice_rest > denominator || (twice_rest == denominator && is_odd);
  return up ? quotient + 1 : quotient;
}

int ScaledLonger(int longer, int shorter, int64_t shorter_px, Rounding rounding) {
  constexpr int64_t kLongest = std::numeric_limits<int>::max();
  return static_cast<int>(std::min(Divide(shorter_px * longer, shorter, rounding), kLongest));
}

// In double and in Pillow's order, whose rounding errors decide ties. Requires a / b <= 1.
int Scaled(int a, int b, int length) {
  const double exact = static_cast<double>(a) / b * length;
  return std::max(1, static_cast<int>(std::nearbyint(exact)));
}

}  // namespace

Size UprightSize(const Image& image, int exif_orientation) {
  if (StoredAxesOf(exif_orientation).swaps_axes) return {image.width_px(), image.height_px()};
  return {image.height_px(), image.width_px()};
}

Size ResizedSize(Size picture, int shorter_px, Rounding longer_side) {
  const auto [height, width] = picture;
  if (width <= height) return {ScaledLonger(height, width, shorter_px, longer_side), shorter_px};
  return {shorter_px, ScaledLonger(width, height, shorter_px, longer_side)};
}

Size ContainedSize(Size picture, Size box) {
  const auto [height, width] = picture;
  const double ratio = static_cast<double>(width) / height;
  const double box_ratio = static_cast<double>(box.width_px) / box.height_px;
  if (ratio > box_ratio) return {Scaled(height, width, box.width_px), box.width_px};
  if (ratio < box_ratio) return {box.height_px, Scaled(width, height, box.height_px)};
  return box;
}

int CenterCropOffset(int size_px, int crop_px, Rounding rounding) {
  return static_cast<int>(Divide(size_px - crop_px, 2, rounding));
}

}  // namespace glance
