// TorchVision computes both in Python: int(shorter * long / short) with true division, and
// int(round((size - crop) / 2.0)). Below 2^53 the first equals the integer quotient: a fraction is
// at least 1/short below the next integer, further than a double rounds.
#include "preprocess/geometry.h"

#include <algorithm>
#include <cstdint>
#include <limits>

namespace glance {
namespace {

int ScaledLonger(int longer, int shorter, int64_t shorter_px) {
  constexpr int64_t kLongest = std::numeric_limits<int>::max();
  return static_cast<int>(std::min(shorter_px * longer / shorter, kLongest));
}

}  // namespace

Size ResizedSize(Size picture, int shorter_px) {
  const auto [height, width] = picture;
  if (width <= height) return {ScaledLonger(height, width, shorter_px), shorter_px};
  return {shorter_px, ScaledLonger(width, height, shorter_px)};
}

int CenterCropOffset(int size_px, int crop_px) {
  const int margin = size_px - crop_px;
  const int half = margin / 2;
  const bool is_tie = margin % 2 != 0;
  const bool is_odd = half % 2 != 0;
  return is_tie && is_odd ? half + 1 : half;
}

}  // namespace glance
