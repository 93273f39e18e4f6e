// A decoded picture: what every later stage reads.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "glance/buffer.h"
#include "glance/result.h"

namespace glance {

// RGB8, row-major, no row padding: pixel (x, y) channel c is pixels()[(y * width_px + x) * 3 + c].
// Both sides are at least 1 and pixels() has exactly height_px * width_px * 3 values, so that no
// reader has to check it again. Movable, not copyable.
class Image {
 public:
  static constexpr size_t kChannels = 3;

  // Takes ownership of `pixels`, (height_px, width_px, 3). Fails with call/bad-argument when a side
  // is below 1 or the number of pixels differs.
  static Result<Image> Create(int width_px, int height_px, Buffer<uint8_t> pixels);

  // All zeros. Fails with call/bad-argument when a side is below 1, or memory/exhausted.
  static Result<Image> CreateBlack(int width_px, int height_px);

  int width_px() const { return width_px_; }
  int height_px() const { return height_px_; }
  std::span<const uint8_t> pixels() const { return pixels_.span(); }
  std::span<uint8_t> pixels() { return pixels_.span(); }

 private:
  Image(int width_px, int height_px, Buffer<uint8_t> pixels);

  int width_px_;
  int height_px_;
  Buffer<uint8_t> pixels_;
};

}  // namespace glance
