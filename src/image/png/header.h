// The IHDR chunk of a PNG file: what its pixels are made of.
#pragma once

#include <cstdint>

#include "base/buffer.h"
#include "base/result.h"

namespace glance {

struct PngHeader {
  uint32_t width_px;   // at least 1
  uint32_t height_px;  // at least 1
  int bit_depth;       // 1, 2, 4, 8 or 16 bits a sample
  int channels;        // samples a pixel in the file: 1 (gray or palette index) to 4 (RGBA)
  bool has_palette;
  bool has_alpha_channel;
  bool interlaced;  // Adam7
};

// `data` is the chunk's content. Fails with image/damaged.
Result<PngHeader> ParsePngHeader(ByteSpan data);

// Bytes of the rows after unpacking: a filter byte before each, and every row of each interlace
// pass begins on a byte.
uint64_t PngFilteredBytes(const PngHeader& header);

}  // namespace glance
