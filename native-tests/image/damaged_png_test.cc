// PNG files whose chunks and checksums are right and whose content is not.
#include <gtest/gtest.h>

#include "png_maker.h"
#include "support/shared_data.h"

namespace glance {
namespace {

using test::Bytes;
using test::Chunk;

const test::PngKind kTwoByTwo = {.width_px = 2, .height_px = 2};

Bytes PngWithData(const Bytes& data) {
  return test::PngOf(
      {Chunk("IHDR", test::HeaderData(kTwoByTwo)), Chunk("IDAT", data), Chunk("IEND", {})});
}

const Bytes kRows = {0, 1, 2, 0, 3, 4};

// The picture of kRows.
void ExpectWholePicture(const Bytes& file) {
  const auto decoded = DecodePicture(file);
  ASSERT_TRUE(decoded.has_value());
  const Image expected = test::ImageOf(2, 2, Bytes{1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4});
  EXPECT_EQ(test::LargestDifference(decoded->image, expected), 0);
}

TEST(DamagedPng, IsRefusedWhenMostRowsAreMissing) {
  EXPECT_EQ(test::DamageOf(test::MakePng(kTwoByTwo, kRows)), "");
  EXPECT_EQ(test::DamageOf(test::MakePng(kTwoByTwo, {0, 1, 2, 0, 3})), "the lower 50 % is missing");
  EXPECT_EQ(test::CodeOf(DecodePicture(test::MakePng(kTwoByTwo, {0, 1}))), "image/damaged");
}

TEST(DamagedPng, LacksTheRowsFromAFilterThatDoesNotExist) {
  EXPECT_EQ(test::DamageOf(test::MakePng(kTwoByTwo, {0, 1, 2, 5, 3, 4})),
            "the lower 50 % is missing");
  EXPECT_EQ(test::CodeOf(DecodePicture(test::MakePng(kTwoByTwo, {5, 1, 2, 0, 3, 4}))),
            "image/damaged");
}

TEST(DamagedPng, IsFlaggedWhereverItsCompressedDataStops) {
  const Bytes whole = test::Stored(kRows);
  const size_t checksum_bytes = 4;  // the decoder does not need them
  for (size_t count = 1; count < whole.size() - checksum_bytes; ++count) {
    const Bytes part(whole.begin(), whole.begin() + static_cast<ptrdiff_t>(count));
    const auto decoded = DecodePicture(PngWithData(part));
    EXPECT_TRUE(!decoded || !decoded->damage.empty()) << count;
  }
  for (const size_t wrong : {0, 1, 2, 5, 6}) {
    Bytes changed = whole;
    changed[wrong] ^= 0x0E;
    EXPECT_EQ(test::CodeOf(DecodePicture(PngWithData(changed))), "image/damaged") << wrong;
  }
}

TEST(DamagedPng, IsReadWhenItUnpacksToMoreThanItsPixels) {
  for (const size_t more : {1, 3, 12, 60'000}) {
    Bytes rows = kRows;
    test::Append(rows, Bytes(more));
    const Bytes file = test::MakePng(kTwoByTwo, rows);
    EXPECT_EQ(test::DamageOf(file), "it holds more than its pixels") << more;
    ExpectWholePicture(file);
  }
}

TEST(DamagedPng, IsReadWithWrongChecksumsWhenAllRowsAreThere) {
  const Bytes header = Chunk("IHDR", test::HeaderData(kTwoByTwo));
  const Bytes data = Chunk("IDAT", test::Stored(kRows));
  const Bytes text = Chunk("tEXt", {'a', 0, 'b'});
  const Bytes end = Chunk("IEND", {});
  for (size_t wrong = 0; wrong < 4; ++wrong) {
    std::vector<Bytes> chunks = {header, text, data, end};
    chunks[wrong].back() ^= 1;
    EXPECT_EQ(test::DamageOf(test::PngOf(chunks)), "a part of it has a wrong checksum") << wrong;
    ExpectWholePicture(test::PngOf(chunks));
  }
}

// What the header says is only believed when the rows fit it.
TEST(DamagedPng, IsRefusedWhenItsHeaderIsDoubtfulAndDoesNotFit) {
  Bytes header = Chunk("IHDR", test::HeaderData({.width_px = 2, .height_px = 3}));
  header.back() ^= 1;
  const Bytes data = Chunk("IDAT", test::Stored(kRows));
  EXPECT_EQ(test::CodeOf(DecodePicture(test::PngOf({header, data, Chunk("IEND", {})}))),
            "image/damaged");
}

TEST(DamagedPng, IsReadWithoutItsEnd) {
  const Bytes whole = test::MakePng(kTwoByTwo, kRows);
  for (size_t count = whole.size() - 12; count < whole.size(); ++count) {
    const Bytes cut(whole.begin(), whole.begin() + static_cast<ptrdiff_t>(count));
    EXPECT_NE(test::DamageOf(cut), "") << count;
    ExpectWholePicture(cut);
  }
}

// The passes before the last have every second row.
TEST(DamagedPng, OfSevenPassesLacksDetailWithoutTheLast) {
  const Bytes file = test::ReadFile(test::Fixture("image/interlaced_rgb_8.png"));
  size_t answered = 0;
  for (size_t count = 8; count < file.size(); ++count) {
    const Bytes cut(file.begin(), file.begin() + static_cast<ptrdiff_t>(count));
    const auto decoded = DecodePicture(cut);
    if (!decoded) continue;
    EXPECT_NE(decoded->damage, "") << count;
    answered += decoded->damage == "a part of its detail is missing";
  }
  EXPECT_GT(answered, 0u);
}

TEST(DamagedPng, OfTheFieldIsReadAsPillowReadsIt) {
  NEED_SHARED_DATA("field");
  for (const char* name : {"10_iend_crc.png", "10c_rows_3x.png"}) {
    EXPECT_NE(test::DamageOf(test::ReadFile(test::SharedData(std::string("field/") + name))), "")
        << name;
  }
}

}  // namespace
}  // namespace glance
