// Sizes by hand. The pixels are compared with Pillow's in golden_test.cc.
#include "preprocess/framing.h"

#include <gtest/gtest.h>

#include <limits>
#include <string>

#include "glance/preprocessing.h"

namespace glance {
namespace {

constexpr int kLargestInt = std::numeric_limits<int>::max();

PreprocessSpec Lite0() { return {.crop_height_px = 224, .crop_width_px = 224}; }

Rectangle Seen(Size upright, const Framing& framing, const PreprocessSpec& spec = Lite0()) {
  const auto frame = FrameOf(upright, spec, framing);
  EXPECT_TRUE(frame.has_value()) << frame.error().message;
  return frame ? SeenPart(*frame) : Rectangle{};
}

void ExpectRectangle(const Rectangle& got, const Rectangle& want) {
  // Sums and products of a few doubles below 1000.
  constexpr double kTolerance = 1e-11;
  EXPECT_NEAR(got.x, want.x, kTolerance);
  EXPECT_NEAR(got.y, want.y, kTolerance);
  EXPECT_NEAR(got.width, want.width, kTolerance);
  EXPECT_NEAR(got.height, want.height, kTolerance);
}

// 512 x 256 resized is 512 x 256 again; the centre begins at 144, 16.
TEST(SeenPart, OfACropIsItsMiddle) {
  ExpectRectangle(Seen({256, 512}, {}), {144, 16, 224, 224});
  ExpectRectangle(Seen({512, 1024}, {}), {288, 32, 448, 448});
}

TEST(SeenPart, OfASquashIsEverything) {
  ExpectRectangle(Seen({300, 777}, {Fit::kSquash}), {0, 0, 777, 300});
}

// 448 x 224 becomes 224 x 112: 56 rows above and below, each two pixels of the picture high.
TEST(SeenPart, OfALetterboxReachesBeyondThePicture) {
  ExpectRectangle(Seen({224, 448}, {Fit::kLetterbox}), {0, -112, 448, 448});
  ExpectRectangle(Seen({448, 224}, {Fit::kLetterbox}), {-112, 0, 448, 448});
  ExpectRectangle(Seen({90, 90}, {Fit::kLetterbox}), {0, 0, 90, 90});
}

TEST(SeenPart, OfARegionIsThatOfTheCutPictureMovedThere) {
  const Region region{.x = 70, .y = 30, .width = 512, .height = 256};
  ExpectRectangle(Seen({300, 600}, {Fit::kCrop, region}), {144 + 70, 16 + 30, 224, 224});
  ExpectRectangle(Seen({300, 600}, {Fit::kSquash, region}), {70, 30, 512, 256});
  ExpectRectangle(Seen({300, 600}, {Fit::kLetterbox, region}), {70, 30 - 128, 512, 512});
}

void ExpectRefused(Size upright, const Region& region, const std::string& message) {
  for (const Fit fit : {Fit::kCrop, Fit::kSquash, Fit::kLetterbox}) {
    const auto frame = FrameOf(upright, Lite0(), {fit, region});
    ASSERT_FALSE(frame.has_value());
    EXPECT_EQ(frame.error().code, "call/bad-argument");
    EXPECT_EQ(frame.error().message, message);
  }
}

TEST(Framing, RegionThatIsEmptyOrNotInsideIsRefused) {
  const Size picture{20, 30};
  ExpectRefused(picture, {0, 0, 0, 20}, "region of 0x20 pixels");
  ExpectRefused(picture, {5, 5, 7, -1}, "region of 7x-1 pixels");
  const std::string outside = " is not inside the picture of 30x20";
  ExpectRefused(picture, {0, 0, 30, 21}, "region of 30x21 pixels at 0, 0" + outside);
  ExpectRefused(picture, {1, 0, 30, 20}, "region of 30x20 pixels at 1, 0" + outside);
  ExpectRefused(picture, {0, -1, 5, 5}, "region of 5x5 pixels at 0, -1" + outside);
  ExpectRefused(picture, {0, 20, 1, 1}, "region of 1x1 pixels at 0, 20" + outside);
  ExpectRefused(picture, {kLargestInt, kLargestInt, kLargestInt, kLargestInt},
                "region of 2147483647x2147483647 pixels at 2147483647, 2147483647" + outside);
}

TEST(Framing, RegionMayTouchEveryEdge) {
  for (const Region& region : {Region{0, 0, 30, 20}, Region{29, 19, 1, 1}}) {
    EXPECT_TRUE(FrameOf({20, 30}, Lite0(), {Fit::kSquash, region}));
  }
}

}  // namespace
}  // namespace glance
