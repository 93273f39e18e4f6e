// The IHDR chunk of a PNG file: what its pixels are made of.
#pragma once

#include <cstdint>
#include <span>

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

// The pixels of an interlace pass: every `step_x`th of every `step_y`th row.
struct PngPass {
  uint32_t first_x, first_y, step_x, step_y;

  uint32_t Width(const PngHeader& header) const;
  uint32_t Height(const PngHeader& header) const;
};

// The passes in the order of the file; one of all pixels for a picture that is not interlaced.
std::span<const PngPass> PngPasses(const PngHeader& header);

// Bytes of a row of `width_px` pixels, without its filter byte.
uint64_t PngRowBytes(const PngHeader& header, uint64_t width_px);

// Bytes of the rows after unpacking: a filter byte before each, and every row of each interlace
// pass begins on a byte.
uint64_t PngFilteredBytes(const PngHeader& header);

}  // namespace glance
