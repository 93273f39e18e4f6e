// The small copy of a picture by which duplicates are told, and the ways to turn it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace glance {

inline constexpr size_t kThumbnailSide = 32;
// The luma of a whole picture squashed to a square, (kThumbnailSide, kThumbnailSide).
using Thumbnail = std::span<const uint8_t, kThumbnailSide * kThumbnailSide>;

// The eight ways in which a picture can be turned and mirrored, as bits. Without any it stays as it
// is. Columns and rows are swapped last.
inline constexpr int kForms = 8;
inline constexpr int kSwapsLeftAndRight = 1;
inline constexpr int kSwapsTopAndBottom = 2;
inline constexpr int kSwapsAxes = 4;

// Which pixel of a square of `side` becomes the one at (x, y) of the square turned to `form`.
constexpr size_t PixelOfForm(int form, size_t side, size_t x, size_t y) {
  const bool swaps_axes = (form & kSwapsAxes) != 0;
  const size_t from_x = swaps_axes ? y : x, from_y = swaps_axes ? x : y;
  return ((form & kSwapsTopAndBottom) != 0 ? side - 1 - from_y : from_y) * side +
         ((form & kSwapsLeftAndRight) != 0 ? side - 1 - from_x : from_x);
}

}  // namespace glance
