// The fixtures against the pixels that Pillow read from them.
#include "image/decode.h"

#include <gtest/gtest.h>

#include "image/jpeg_markers.h"
#include "jpeg_surgery.h"
#include "png_maker.h"

namespace glance {
namespace {

using test::Bytes;

Result<DecodedPicture> DecodeFixture(const std::string& name) {
  return DecodePicture(test::ReadFile(test::Fixture("image/" + name)));
}

TEST(DecodePicture, EqualsPillowOnEveryFixture) {
  const auto names = test::FixturesWithReference();
  ASSERT_GE(names.size(), 30u);
  for (const std::string& name : names) {
    const auto decoded = DecodeFixture(name);
    ASSERT_TRUE(decoded.has_value()) << name << ": " << decoded.error().message;
    const Image reference = test::ReadPpm(test::Fixture("image/" + name + ".ppm"));
    // JPEG leaves the rounding of the inverse DCT, of chroma interpolation and of the colour
    // matrix to the decoder: one step each.
    const int tolerance = name.ends_with(".jpg") ? 3 : 0;
    EXPECT_LE(test::LargestDifference(decoded->image, reference), tolerance) << name;
  }
}

TEST(DecodePicture, ReportsTheOrientationThatItApplied) {
  for (int orientation = 1; orientation <= 8; ++orientation) {
    const auto decoded = DecodeFixture("orientation_" + std::to_string(orientation) + ".jpg");
    ASSERT_TRUE(decoded.has_value());
    EXPECT_EQ(decoded->exif_orientation, orientation);
    EXPECT_EQ(decoded->image.width_px, 43);
    EXPECT_EQ(decoded->image.height_px, 29);
  }
  EXPECT_EQ(DecodeFixture("orientation_6.png").value().exif_orientation, 6);
  EXPECT_EQ(DecodeFixture("rgb_420.jpg").value().exif_orientation, 1);
}

TEST(DecodePicture, SaysWhenItDroppedTransparency) {
  for (const char* name : {"gray_8_transparent.png", "gray_alpha_8.png", "rgb_8_transparent.png",
                           "rgba_8.png", "palette_8_transparent.png"}) {
    EXPECT_TRUE(DecodeFixture(name).value().alpha_dropped) << name;
  }
  for (const char* name : {"gray_8.png", "rgb_8.png", "palette_4.png", "rgb_420.jpg"}) {
    EXPECT_FALSE(DecodeFixture(name).value().alpha_dropped) << name;
  }
}

TEST(DecodePicture, TakesTheHighByteOfSixteenBits) {
  const auto decoded = DecodeFixture("gray_16.png");
  ASSERT_TRUE(decoded.has_value());
  Bytes pixels;
  for (int y = 0; y < 3; ++y) {
    test::Append(pixels, {0, 0, 0, 1, 1, 1, 0x80, 0x80, 0x80, 0xFF, 0xFF, 0xFF});
  }
  EXPECT_EQ(test::LargestDifference(decoded->image, test::ImageOf(4, 3, pixels)), 0);
}

TEST(DecodePicture, ReadsCmykWithoutAdobesSegmentTheSame) {
  const Bytes file = test::ReadFile(test::Fixture("image/cmyk.jpg"));
  const auto with = DecodePicture(file);
  const auto without = DecodePicture(test::WithoutSegment(file, jpeg_marker::kApp14));
  ASSERT_TRUE(with.has_value() && without.has_value());
  EXPECT_EQ(test::LargestDifference(with->image, without->image), 0);
}

TEST(DecodePicture, ReadsTheFirstOfSeveralPictures) {
  Bytes file = test::ReadFile(test::Fixture("image/rgb_444.jpg"));
  const auto alone = DecodePicture(file);
  test::Append(file, test::ReadFile(test::Fixture("image/gray.jpg")));
  const auto both = DecodePicture(file);
  ASSERT_TRUE(alone.has_value() && both.has_value());
  EXPECT_EQ(test::LargestDifference(alone->image, both->image), 0);
}

TEST(DecodePicture, ReadsAPictureOf65500By1WhereTheLimitsAllowIt) {
  const Bytes file = test::ReadFile(test::Fixture("image/wide_65500x1.jpg"));
  EXPECT_EQ(test::CodeOf(DecodePicture(file)), "image/too-large");
  const auto decoded = DecodePicture(file, {.max_side_px = 65'535});
  ASSERT_TRUE(decoded.has_value());
  EXPECT_EQ(decoded->image.width_px, 65'500);
  EXPECT_EQ(decoded->image.height_px, 1);
  for (const uint8_t value : decoded->image.pixels.span()) ASSERT_NEAR(value, 77, 2);
}

// PNG leaves undefined what a missing palette entry is; here it is black, and the same each time.
TEST(DecodePicture, ReadsMissingPaletteEntriesAsBlack) {
  const Bytes file =
      test::PngOf({test::Chunk("IHDR", test::HeaderData({.width_px = 3, .color_type = 3})),
                   test::Chunk("PLTE", {10, 20, 30, 40, 50, 60}),
                   test::Chunk("IDAT", test::Stored({0, 1, 2, 255})), test::Chunk("IEND", {})});
  const auto decoded = DecodePicture(file);
  ASSERT_TRUE(decoded.has_value());
  EXPECT_EQ(
      test::LargestDifference(decoded->image, test::ImageOf(3, 1, {40, 50, 60, 0, 0, 0, 0, 0, 0})),
      0);
}

TEST(DecodePicture, GivesTheSamePixelsTwice) {
  for (const std::string& name : test::FixturesWithReference()) {
    const auto first = DecodeFixture(name);
    const auto second = DecodeFixture(name);
    EXPECT_EQ(test::LargestDifference(first.value().image, second.value().image), 0) << name;
  }
}

// Kernels of later stages read a few bytes past the end.
TEST(DecodePicture, LeavesReadableBytesBehindThePixels) {
  for (const char* name : {"rgb_420.jpg", "rgb_8.png", "gray_8.png", "orientation_6.jpg"}) {
    const auto decoded = DecodeFixture(name);
    ASSERT_TRUE(decoded.has_value());
    const Buffer<uint8_t>& pixels = decoded->image.pixels;
    EXPECT_EQ(pixels.data()[pixels.size() + kReadablePaddingBytes - 1], 0) << name;
  }
}

}  // namespace
}  // namespace glance
