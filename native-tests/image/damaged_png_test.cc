// PNG files whose chunks and checksums are right and whose content is not.
#include <gtest/gtest.h>

#include "png_maker.h"

namespace glance {
namespace {

using test::Bytes;
using test::Chunk;

const test::PngKind kTwoByTwo = {.width_px = 2, .height_px = 2};

Bytes PngWithData(const Bytes& data) {
  return test::PngOf(
      {Chunk("IHDR", test::HeaderData(kTwoByTwo)), Chunk("IDAT", data), Chunk("IEND", {})});
}

TEST(DamagedPng, IsRefusedWhenRowsAreMissing) {
  EXPECT_TRUE(DecodePicture(test::MakePng(kTwoByTwo, {0, 1, 2, 0, 3, 4})).has_value());
  EXPECT_EQ(test::CodeOf(DecodePicture(test::MakePng(kTwoByTwo, {0, 1, 2, 0, 3}))),
            "image/damaged");
}

TEST(DamagedPng, IsRefusedWhenAFilterDoesNotExist) {
  EXPECT_EQ(test::CodeOf(DecodePicture(test::MakePng(kTwoByTwo, {0, 1, 2, 5, 3, 4}))),
            "image/damaged");
}

TEST(DamagedPng, IsRefusedWhenItsCompressedDataStopsOrIsWrong) {
  const Bytes whole = test::Stored({0, 1, 2, 0, 3, 4});
  const size_t checksum_bytes = 4;  // the decoder does not need them
  for (size_t count = 1; count < whole.size() - checksum_bytes; ++count) {
    const Bytes part(whole.begin(), whole.begin() + static_cast<ptrdiff_t>(count));
    EXPECT_EQ(test::CodeOf(DecodePicture(PngWithData(part))), "image/damaged") << count;
  }
  for (const size_t wrong : {0, 1, 2, 5, 6}) {
    Bytes changed = whole;
    changed[wrong] ^= 0x0E;
    EXPECT_EQ(test::CodeOf(DecodePicture(PngWithData(changed))), "image/damaged") << wrong;
  }
}

TEST(DamagedPng, IsReadWhenItHasALittleTooMuchData) {
  const auto exact = DecodePicture(test::MakePng(kTwoByTwo, {0, 1, 2, 0, 3, 4}));
  const auto more = DecodePicture(test::MakePng(kTwoByTwo, {0, 1, 2, 0, 3, 4, 0, 0, 0}));
  ASSERT_TRUE(exact.has_value() && more.has_value());
  EXPECT_EQ(test::LargestDifference(exact->image, more->image), 0);
}

TEST(DamagedPng, IsRefusedWhenItUnpacksToFarMoreThanItsPixels) {
  const auto decoded = DecodePicture(test::MakePng(kTwoByTwo, Bytes(60'000)));
  ASSERT_FALSE(decoded.has_value());
  EXPECT_EQ(decoded.error().code, "image/damaged");
  EXPECT_EQ(decoded.error().message,
            "the PNG unpacks to far more than its pixels: the file is damaged; "
            "copy or download it again");
}

// The error of one picture must not be told about the next.
TEST(DamagedPng, DoesNotChangeTheNextMessage) {
  EXPECT_EQ(test::CodeOf(DecodePicture(test::MakePng(kTwoByTwo, Bytes(60'000)))), "image/damaged");
  const auto decoded = DecodePicture(test::MakePng(kTwoByTwo, {0, 1, 2, 5, 3, 4}));
  ASSERT_FALSE(decoded.has_value());
  EXPECT_EQ(decoded.error().message,
            "the picture's data is incomplete or wrong (invalid filter): the file is damaged; "
            "copy or download it again");
}

}  // namespace
}  // namespace glance
