#include "image/from_rgba.h"

#include <gtest/gtest.h>

#include "pictures.h"

namespace glance {
namespace {

using test::Bytes;

Result<Image> FromRgba(const Bytes& rgba, int width_px, int height_px,
                       const DecodeLimits& limits = {}) {
  return ImageFromRgba(Buffer<uint8_t>::CopyOf(rgba).value(), width_px, height_px, limits);
}

TEST(ImageFromRgba, DropsEveryFourthByte) {
  const auto image = FromRgba(Bytes{1, 2, 3, 0, 4, 5, 6, 255}, 2, 1);
  ASSERT_TRUE(image.has_value());
  EXPECT_EQ(test::LargestDifference(*image, test::ImageOf(2, 1, {1, 2, 3, 4, 5, 6})), 0);
}

TEST(ImageFromRgba, NamesTheBytesThatItGotAndWants) {
  const auto image = FromRgba(Bytes(1203), 20, 15);
  ASSERT_FALSE(image.has_value());
  EXPECT_EQ(image.error().code, "call/bad-argument");
  EXPECT_EQ(image.error().message, "RGBA pixels of 20 x 15: 1,203 bytes, want 1,200");
}

TEST(ImageFromRgba, RefusesSidesBelowOne) {
  for (const auto& [width, height] : {std::pair{0, 1}, {1, 0}, {-1, -1}, {INT32_MIN, 1}}) {
    const auto image = FromRgba(Bytes(4), width, height);
    ASSERT_FALSE(image.has_value());
    EXPECT_EQ(image.error().code, "call/bad-argument");
  }
}

TEST(ImageFromRgba, DoesNotOverflowOnHugeSides) {
  const auto image = FromRgba(Bytes(4), INT32_MAX, INT32_MAX);
  ASSERT_FALSE(image.has_value());
  EXPECT_EQ(image.error().code, "call/bad-argument");
}

TEST(ImageFromRgba, KeepsToTheLimits) {
  const Bytes rgba(size_t{4} * 10 * 10);
  EXPECT_TRUE(FromRgba(rgba, 10, 10, {.max_pixels = 100, .max_peak_bytes = 300}).has_value());
  for (const DecodeLimits& limits : {DecodeLimits{.max_side_px = 9}, DecodeLimits{.max_pixels = 99},
                                     DecodeLimits{.max_peak_bytes = 299}}) {
    const auto image = FromRgba(rgba, 10, 10, limits);
    ASSERT_FALSE(image.has_value());
    EXPECT_EQ(image.error().code, "image/too-large");
  }
}

}  // namespace
}  // namespace glance
