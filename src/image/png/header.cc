// The layout is that of the PNG specification, third edition, 11.2.1 (IHDR) and 8 (interlacing).
#include "image/png/header.h"

#include <string>

#include "image/bytes.h"
#include "image/image_errors.h"

namespace glance {
namespace {

constexpr size_t kHeaderBytes = 13;
constexpr uint32_t kMaxSide = 0x7FFFFFFF;

// Colour types: 0 gray, 2 RGB, 3 palette, 4 gray and alpha, 6 RGB and alpha.
int ChannelsOf(int color_type) {
  constexpr int kChannels[] = {1, 0, 3, 1, 2, 0, 4};
  return color_type <= 6 ? kChannels[color_type] : 0;
}

bool DepthFits(int bit_depth, int color_type) {
  if (bit_depth == 8) return true;
  if (bit_depth == 16) return color_type != 3;
  return (bit_depth == 1 || bit_depth == 2 || bit_depth == 4) &&
         (color_type == 0 || color_type == 3);
}

uint64_t PassBytes(const PngHeader& header, uint64_t width, uint64_t height) {
  if (width == 0 || height == 0) return 0;
  return (1 + (width * header.channels * header.bit_depth + 7) / 8) * height;
}

// How many of `side` pixels a pass takes that starts at `first` and steps by `step`.
uint64_t PixelsOfPass(uint32_t side, uint32_t first, uint32_t step) {
  return side <= first ? 0 : (uint64_t{side} - first + step - 1) / step;
}

}  // namespace

Result<PngHeader> ParsePngHeader(ByteSpan data) {
  if (data.size() != kHeaderBytes) return Damaged("the PNG's header has a wrong length");
  const uint32_t width = ReadU32Be(data, 0);
  const uint32_t height = ReadU32Be(data, 4);
  if (width == 0 || height == 0 || width > kMaxSide || height > kMaxSide) {
    return Damaged(
        {"the PNG says that it is ", GroupDigits(width), " x ", GroupDigits(height), " pixels"});
  }
  const int bit_depth = data[8];
  const int color_type = data[9];
  if (ChannelsOf(color_type) == 0 || !DepthFits(bit_depth, color_type)) {
    return Damaged({"the PNG says that it has colour type ", color_type, " with ", bit_depth,
                    " bits, which do not exist"});
  }
  if (data[10] != 0 || data[11] != 0 || data[12] > 1) {
    return Damaged("the PNG names an unknown compression, filter or interlace method");
  }
  return PngHeader{.width_px = width,
                   .height_px = height,
                   .bit_depth = bit_depth,
                   .channels = ChannelsOf(color_type),
                   .has_palette = color_type == 3,
                   .has_alpha_channel = color_type == 4 || color_type == 6,
                   .interlaced = data[12] == 1};
}

uint64_t PngFilteredBytes(const PngHeader& header) {
  if (!header.interlaced) return PassBytes(header, header.width_px, header.height_px);
  struct Pass {
    uint32_t first_x, first_y, step_x, step_y;
  };
  constexpr Pass kAdam7[] = {{0, 0, 8, 8}, {4, 0, 8, 8}, {0, 4, 4, 8}, {2, 0, 4, 4},
                             {0, 2, 2, 4}, {1, 0, 2, 2}, {0, 1, 1, 2}};
  uint64_t bytes = 0;
  for (const Pass& pass : kAdam7) {
    bytes += PassBytes(header, PixelsOfPass(header.width_px, pass.first_x, pass.step_x),
                       PixelsOfPass(header.height_px, pass.first_y, pass.step_y));
  }
  return bytes;
}

}  // namespace glance
