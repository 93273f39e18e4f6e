// The fixtures against the pixels that Pillow read from them.
#include "image/decode.h"

#include <gtest/gtest.h>

#include "image/jpeg/segments.h"
#include "jpeg_surgery.h"
#include "png_maker.h"
#include "support/fault_report.h"

namespace glance {
namespace {

using test::Bytes;

Result<DecodedPicture> DecodeFixture(const std::string& name) {
  return DecodePicture(test::ReadFile(test::Fixture("image/" + name)));
}

TEST(DecodePicture, EqualsPillowOnEveryFixture) {
  const auto names = test::FixturesWithReference();
  ASSERT_GE(names.size(), 30u);
  int largest_of_jpegs = 0;
  for (const std::string& name : names) {
    const auto decoded = DecodeFixture(name);
    ASSERT_TRUE(decoded.has_value()) << name << ": " << decoded.error().message;
    EXPECT_EQ(decoded->damage, "") << name;
    const Image reference = test::ReadPpm(test::Fixture("image/" + name + ".ppm"));
    // JPEG leaves the rounding of the inverse DCT, of chroma interpolation and of the colour
    // matrix to the decoder: one step each.
    const int tolerance = name.ends_with(".jpg") ? 3 : 0;
    const int difference = test::LargestDifference(decoded->image, reference);
    EXPECT_LE(difference, tolerance) << name;
    largest_of_jpegs = std::max(largest_of_jpegs, difference);
  }
  test::ReportFault(11, std::to_string(names.size()) +
                            " fixtures as Pillow reads them, JPEGs within " +
                            std::to_string(largest_of_jpegs));
}

TEST(DecodePicture, ReportsTheOrientationThatItApplied) {
  for (int orientation = 1; orientation <= 8; ++orientation) {
    const auto decoded = DecodeFixture("orientation_" + std::to_string(orientation) + ".jpg");
    ASSERT_TRUE(decoded.has_value());
    EXPECT_EQ(decoded->exif_orientation, orientation);
    EXPECT_EQ(decoded->image.width_px(), 43);
    EXPECT_EQ(decoded->image.height_px(), 29);
  }
  EXPECT_EQ(DecodeFixture("orientation_6.png").value().exif_orientation, 6);
  EXPECT_EQ(DecodeFixture("rgb_420.jpg").value().exif_orientation, 1);
}

TEST(DecodePicture, SaysWhenItDroppedTransparency) {
  for (const char* name : {"gray_8_transparent.png", "gray_alpha_8.png", "rgb_8_transparent.png",
                           "rgba_8.png", "palette_8_transparent.png"}) {
    const auto decoded = DecodeFixture(name);
    EXPECT_TRUE(decoded.value().alpha_dropped) << name;
    const Image reference = test::ReadPpm(test::Fixture("image/" + std::string(name) + ".ppm"));
    EXPECT_EQ(test::LargestDifference(decoded->image, reference), 0) << name;
  }
  for (const char* name : {"gray_8.png", "rgb_8.png", "palette_4.png", "rgb_420.jpg"}) {
    EXPECT_FALSE(DecodeFixture(name).value().alpha_dropped) << name;
  }
  test::ReportFault(12, "5 of 5 kinds of transparency equal Pillow's RGB, and it is said");
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
  EXPECT_EQ(decoded->image.width_px(), 65'500);
  EXPECT_EQ(decoded->image.height_px(), 1);
  for (const uint8_t value : decoded->image.pixels()) ASSERT_NEAR(value, 77, 2);
}

TEST(DecodePicture, ReadsTheSmallestAndTheNarrowest) {
  for (const char* name : {"one_pixel.jpg", "column.jpg", "two_by_two_410.jpg"}) {
    EXPECT_TRUE(DecodeFixture(name).has_value()) << name;
  }
  for (const uint32_t length : {2U, 3U, 32'768U}) {
    for (const auto& [width, height] : {std::pair(length, 1U), std::pair(1U, length)}) {
      const test::PngKind kind = {.width_px = width, .height_px = height};
      const Bytes rows((size_t{width} + 1) * height);
      const auto decoded = DecodePicture(
          test::PngOf({test::Chunk("IHDR", test::HeaderData(kind)),
                       test::Chunk("IDAT", test::StoredInBlocks(rows)), test::Chunk("IEND", {})}));
      ASSERT_TRUE(decoded.has_value()) << width << " x " << height << decoded.error().message;
      EXPECT_EQ(decoded->image.pixels().size(), size_t{3} * length);
    }
  }
  test::ReportFault(9, "9 of 9 pictures of one row or column or 2 x 2 in 4:1:0 read");
}

// A stream that carries tables for other streams, and one that expects them from elsewhere.
TEST(DecodePicture, RefusesJpegsWithoutPictureOrWithoutTables) {
  const Bytes file = test::ReadFile(test::Fixture("image/gray.jpg"));
  const size_t frame = test::FindMarker(file, jpeg_marker::kBaseline);
  Bytes tables = test::Cut(file, frame);
  test::Append(tables, {0xFF, jpeg_marker::kEndOfImage});
  for (const Bytes& abbreviated :
       {tables, test::WithoutSegment(file, jpeg_marker::kQuantisationTables)}) {
    EXPECT_EQ(test::CodeOf(DecodePicture(abbreviated)), "image/damaged");
  }
  test::ReportFault(9, "2 of 2 abbreviated JPEGs refused");
}

// PNG leaves undefined what a missing palette entry is; here it is black, and it is said.
TEST(DecodePicture, ReadsMissingPaletteEntriesAsBlack) {
  const Bytes file =
      test::PngOf({test::Chunk("IHDR", test::HeaderData({.width_px = 3, .color_type = 3})),
                   test::Chunk("PLTE", {10, 20, 30, 40, 50, 60}),
                   test::Chunk("IDAT", test::Stored({0, 1, 2, 255})), test::Chunk("IEND", {})});
  const auto decoded = DecodePicture(file);
  ASSERT_TRUE(decoded.has_value());
  EXPECT_EQ(test::LargestDifference(decoded->image,
                                    test::ImageOf(3, 1, Bytes{40, 50, 60, 0, 0, 0, 0, 0, 0})),
            0);
  EXPECT_EQ(decoded->damage, "it uses colours that its palette does not have");
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
    const auto pixels = decoded->image.pixels();
    EXPECT_EQ(pixels.data()[pixels.size() + kReadablePaddingBytes - 1], 0) << name;
  }
}

}  // namespace
}  // namespace glance
