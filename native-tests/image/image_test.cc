#include "image/image.h"

#include <gtest/gtest.h>

#include "pictures.h"

namespace glance {
namespace {

using test::Bytes;

Result<Image> FromRgba(const Bytes& rgba, int width_px, int height_px,
                       const DecodeLimits& limits = {}) {
  return ImageFromRgba(Buffer<uint8_t>::CopyOf(rgba).value(), width_px, height_px, limits);
}

void ExpectRefused(const Result<Image>& image, const std::string& message) {
  ASSERT_FALSE(image.has_value());
  EXPECT_EQ(image.error().code, "call/bad-argument");
  EXPECT_EQ(image.error().message, message);
}

TEST(Image, HasThePixelsThatItWasMadeOf) {
  const auto image = Image::Create(2, 1, Buffer<uint8_t>::CopyOf(Bytes{1, 2, 3, 4, 5, 6}).value());
  ASSERT_TRUE(image.has_value());
  EXPECT_EQ(image->width_px(), 2);
  EXPECT_EQ(image->height_px(), 1);
  EXPECT_EQ(Bytes(image->pixels().begin(), image->pixels().end()), (Bytes{1, 2, 3, 4, 5, 6}));
}

TEST(Image, CannotBeMadeWithBytesThatDoNotMatchItsSize) {
  const auto image_of = [](int width_px, int height_px, size_t bytes) {
    return Image::Create(width_px, height_px, Buffer<uint8_t>::Create(bytes).value());
  };
  ExpectRefused(image_of(20, 11, 600), "RGB pixels of 20 x 11: 600 bytes, want 660");
  ExpectRefused(image_of(20, 10, 601), "RGB pixels of 20 x 10: 601 bytes, want 600");
  ExpectRefused(image_of(0, 0, 0), "a picture of 0 x 0 pixels: both sides must be at least 1");
  ExpectRefused(image_of(-1, -1, 3), "a picture of -1 x -1 pixels: both sides must be at least 1");
  ExpectRefused(image_of(INT32_MAX, INT32_MAX, 3),
                "RGB pixels of 2147483647 x 2147483647: 3 bytes, want 13,835,058,042,397,261,827");
}

TEST(Image, BlackPicturesAreZerosOfTheirSize) {
  const auto image = Image::CreateBlack(3, 2);
  ASSERT_TRUE(image.has_value());
  EXPECT_EQ(Bytes(image->pixels().begin(), image->pixels().end()), Bytes(18));
  ExpectRefused(Image::CreateBlack(1, 0),
                "a picture of 1 x 0 pixels: both sides must be at least 1");
  const auto too_large = Image::CreateBlack(INT32_MAX, INT32_MAX);
  ASSERT_FALSE(too_large.has_value());
  EXPECT_EQ(too_large.error().code, "memory/exhausted");
}

TEST(ImageFromRgba, DropsEveryFourthByte) {
  const auto image = FromRgba(Bytes{1, 2, 3, 0, 4, 5, 6, 255}, 2, 1);
  ASSERT_TRUE(image.has_value());
  EXPECT_EQ(test::LargestDifference(*image, test::ImageOf(2, 1, Bytes{1, 2, 3, 4, 5, 6})), 0);
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
