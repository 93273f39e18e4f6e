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

// How many of `side` pixels a pass takes that starts at `first` and steps by `step`.
uint32_t PixelsOfPass(uint32_t side, uint32_t first, uint32_t step) {
  return side <= first ? 0 : (side - first - 1) / step + 1;
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

uint32_t PngPass::Width(const PngHeader& header) const {
  return PixelsOfPass(header.width_px, first_x, step_x);
}

uint32_t PngPass::Height(const PngHeader& header) const {
  return PixelsOfPass(header.height_px, first_y, step_y);
}

std::span<const PngPass> PngPasses(const PngHeader& header) {
  static constexpr PngPass kAdam7[] = {{0, 0, 8, 8}, {4, 0, 8, 8}, {0, 4, 4, 8}, {2, 0, 4, 4},
                                       {0, 2, 2, 4}, {1, 0, 2, 2}, {0, 1, 1, 2}};
  static constexpr PngPass kAll[] = {{0, 0, 1, 1}};
  if (header.interlaced) return kAdam7;
  return kAll;
}

uint64_t PngRowBytes(const PngHeader& header, uint64_t width_px) {
  return (width_px * header.channels * header.bit_depth + 7) / 8;
}

uint64_t PngFilteredBytes(const PngHeader& header) {
  uint64_t bytes = 0;
  for (const PngPass& pass : PngPasses(header)) {
    const uint32_t width = pass.Width(header);
    if (width > 0) bytes += (1 + PngRowBytes(header, width)) * pass.Height(header);
  }
  return bytes;
}

}  // namespace glance
