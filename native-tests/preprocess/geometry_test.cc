#include "preprocess/geometry.h"

#include <gtest/gtest.h>

#include <limits>

namespace glance {
namespace {

TEST(ResizedSize, LongerSideIsRoundedDown) {
  EXPECT_EQ(ResizedSize({375, 500}, 256), (Size{256, 341}));  // 341.33
  EXPECT_EQ(ResizedSize({500, 375}, 256), (Size{341, 256}));
  EXPECT_EQ(ResizedSize({3, 5}, 4), (Size{4, 6}));  // 6.67
}

TEST(ResizedSize, SquareStaysSquare) {
  EXPECT_EQ(ResizedSize({1, 1}, 256), (Size{256, 256}));
  EXPECT_EQ(ResizedSize({4000, 4000}, 256), (Size{256, 256}));
}

TEST(ResizedSize, ShorterSideThatIsRightChangesNothing) {
  EXPECT_EQ(ResizedSize({256, 999}, 256), (Size{256, 999}));
  EXPECT_EQ(ResizedSize({999, 256}, 256), (Size{999, 256}));
}

TEST(ResizedSize, LongPicturesSaturateInsteadOfWrapping) {
  constexpr int kMost = std::numeric_limits<int>::max();
  EXPECT_EQ(ResizedSize({1, 65500}, 256), (Size{256, 16'768'000}));
  EXPECT_EQ(ResizedSize({1, 100'000'000}, 256), (Size{256, kMost}));
  EXPECT_EQ(ResizedSize({kMost, 1}, kMost), (Size{kMost, kMost}));
}

TEST(CenterCropOffset, HalvesGoToTheEvenNeighbour) {
  EXPECT_EQ(CenterCropOffset(256, 224), 16);
  EXPECT_EQ(CenterCropOffset(224, 224), 0);
  EXPECT_EQ(CenterCropOffset(225, 224), 0);   // 0.5
  EXPECT_EQ(CenterCropOffset(227, 224), 2);   // 1.5
  EXPECT_EQ(CenterCropOffset(229, 224), 2);   // 2.5
  EXPECT_EQ(CenterCropOffset(231, 224), 4);   // 3.5
  EXPECT_EQ(CenterCropOffset(341, 224), 58);  // 58.5
}

// By hand: 256 x 375 / 500 is 192 exactly; 256 x 500 / 375 = 341.33; 256 x 333 / 227 = 375.54;
// 2 x 5 / 4 = 2.5 and 2 x 7 / 4 = 3.5 are ties.
TEST(ResizedSize, NearestRoundsTheLongerSideAndSendsTiesToEven) {
  EXPECT_EQ(ResizedSize({375, 500}, 256, Rounding::kNearest), (Size{256, 341}));
  EXPECT_EQ(ResizedSize({333, 227}, 256, Rounding::kNearest), (Size{376, 256}));
  EXPECT_EQ(ResizedSize({333, 227}, 256, Rounding::kFloor), (Size{375, 256}));
  EXPECT_EQ(ResizedSize({4, 5}, 2, Rounding::kNearest), (Size{2, 2}));
  EXPECT_EQ(ResizedSize({4, 7}, 2, Rounding::kNearest), (Size{2, 4}));
  EXPECT_EQ(ResizedSize({1, 100'000'000}, 256, Rounding::kNearest),
            (Size{256, std::numeric_limits<int>::max()}));
}

TEST(CenterCropOffset, FloorDropsHalves) {
  EXPECT_EQ(CenterCropOffset(227, 224, Rounding::kFloor), 1);
  EXPECT_EQ(CenterCropOffset(229, 224, Rounding::kFloor), 2);
  EXPECT_EQ(CenterCropOffset(341, 224, Rounding::kFloor), 58);
  EXPECT_EQ(CenterCropOffset(343, 224, Rounding::kFloor), 59);
}

TEST(ContainedSize, TouchesTheBoxAndRoundsTheOtherSideToTheNearest) {
  EXPECT_EQ(ContainedSize({300, 400}, {224, 224}), (Size{168, 224}));
  EXPECT_EQ(ContainedSize({400, 300}, {224, 224}), (Size{224, 168}));
  EXPECT_EQ(ContainedSize({333, 500}, {224, 224}), (Size{149, 224}));  // 149.18
  EXPECT_EQ(ContainedSize({90, 90}, {224, 224}), (Size{224, 224}));
  EXPECT_EQ(ContainedSize({1, 2}, {225, 225}), (Size{112, 225}));  // 112.5
  EXPECT_EQ(ContainedSize({3, 2}, {225, 225}), (Size{225, 150}));
}

// Pillow, asked for no pixels, refuses.
TEST(ContainedSize, HasAtLeastOnePixel) {
  EXPECT_EQ(ContainedSize({1, 65500}, {224, 224}), (Size{1, 224}));
  EXPECT_EQ(ContainedSize({65500, 1}, {224, 224}), (Size{224, 1}));
}

}  // namespace
}  // namespace glance
