// A decoded picture: what every later stage reads.
#pragma once

#include <cstddef>
#include <cstdint>

#include "base/buffer.h"

namespace glance {

// RGB8, row-major, no row padding: pixel (x, y) channel c is pixels[(y * width_px + x) * 3 + c].
struct Image {
  int width_px = 0;
  int height_px = 0;
  Buffer<uint8_t> pixels;  // (height_px, width_px, 3), values 0..255
};

}  // namespace glance
