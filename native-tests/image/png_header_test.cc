#include <gtest/gtest.h>

#include "image/png/header.h"
#include "png_maker.h"

namespace glance {
namespace {

using test::Bytes;
using test::PngKind;

TEST(PngHeader, GivesSizeAndKind) {
  const auto header = ParsePngHeader(test::HeaderData(
      {.width_px = 0x01020304, .height_px = 5, .bit_depth = 16, .color_type = 6, .interlaced = 1}));
  ASSERT_TRUE(header.has_value());
  EXPECT_EQ(header->width_px, 0x01020304u);
  EXPECT_EQ(header->height_px, 5u);
  EXPECT_EQ(header->bit_depth, 16);
  EXPECT_EQ(header->channels, 4);
  EXPECT_FALSE(header->has_palette);
  EXPECT_TRUE(header->has_alpha_channel);
  EXPECT_TRUE(header->interlaced);
}

// Table 11.1 of the PNG specification: the depths that each colour type allows.
TEST(PngHeader, AllowsExactlyTheFifteenKindsOfTheSpecification) {
  const std::vector<std::vector<int>> depths = {{1, 2, 4, 8, 16}, {}, {8, 16}, {1, 2, 4, 8},
                                                {8, 16},          {}, {8, 16}};
  int allowed = 0;
  for (int type = 0; type < 256; ++type) {
    for (int depth = 0; depth < 256; ++depth) {
      const bool want = type <= 6 && std::ranges::count(depths[type], depth) > 0;
      const auto header = ParsePngHeader(test::HeaderData(
          {.bit_depth = static_cast<uint8_t>(depth), .color_type = static_cast<uint8_t>(type)}));
      ASSERT_EQ(header.has_value(), want) << "type " << type << ", depth " << depth;
      allowed += want ? 1 : 0;
    }
  }
  EXPECT_EQ(allowed, 15);
}

TEST(PngHeader, RefusesSizesMethodsAndLengthsThatDoNotExist) {
  std::vector<Bytes> wrong = {test::HeaderData({.width_px = 0}), test::HeaderData({.height_px = 0}),
                              test::HeaderData({.width_px = 0x80000000}),
                              test::HeaderData({.interlaced = 2})};
  for (const size_t method : {10, 11}) {
    wrong.push_back(test::HeaderData({}));
    wrong.back()[method] = 1;
  }
  wrong.push_back(Bytes(12));
  wrong.push_back(Bytes(14));
  for (const Bytes& data : wrong) {
    const auto header = ParsePngHeader(data);
    ASSERT_FALSE(header.has_value());
    EXPECT_EQ(header.error().code, "image/damaged");
  }
}

uint64_t FilteredBytes(const PngKind& kind) {
  return PngFilteredBytes(ParsePngHeader(test::HeaderData(kind)).value());
}

TEST(PngFilteredBytes, CountsRowsAndTheirFilterBytes) {
  EXPECT_EQ(FilteredBytes({.width_px = 3, .height_px = 2, .bit_depth = 8, .color_type = 2}), 20u);
  EXPECT_EQ(FilteredBytes({.width_px = 9, .height_px = 2, .bit_depth = 1, .color_type = 0}), 6u);
  EXPECT_EQ(FilteredBytes({.width_px = 1, .height_px = 1, .bit_depth = 16, .color_type = 6}), 9u);
}

// By hand from the Adam7 pattern. 8 x 8: passes of 1x1, 1x1, 2x1, 2x2, 4x2, 4x4, 8x4 pixels.
TEST(PngFilteredBytes, CountsTheSevenPassesOfInterlacedPictures) {
  EXPECT_EQ(FilteredBytes({.width_px = 8, .height_px = 8, .interlaced = 1}),
            2u + 2 + 3 + 3 * 2 + 5 * 2 + 5 * 4 + 9 * 4);
  EXPECT_EQ(FilteredBytes({.width_px = 1, .height_px = 1, .interlaced = 1}), 2u);
  // 5 x 1: passes 1 (x = 0), 2 (x = 4), 4 (x = 2) and 6 (x = 1, 3).
  EXPECT_EQ(FilteredBytes({.width_px = 5, .height_px = 1, .bit_depth = 1, .interlaced = 1}), 8u);
}

}  // namespace
}  // namespace glance
