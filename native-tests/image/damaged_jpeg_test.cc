// JPEG files whose structure is right and whose data is not.
#include <gtest/gtest.h>

#include <algorithm>

#include "image/jpeg/segments.h"
#include "jpeg_surgery.h"

namespace glance {
namespace {

using test::Bytes;

Bytes FixtureBytes(const std::string& name) {
  return test::ReadFile(test::Fixture("image/" + name));
}

// Offset of the coded data of the first scan.
size_t DataOf(const Bytes& file) {
  const size_t scan = test::FindMarker(file, jpeg_marker::kStartOfScan);
  return scan + test::SegmentBytes(file, scan);
}

// `file` with codes of ones only, which the usual tables do not have, at `percent` of its data.
Bytes WithWrongCodesAt(Bytes file, size_t percent) {
  const size_t begin = DataOf(file);
  const size_t at = begin + (file.size() - begin) * percent / 100;
  for (size_t i = at; i < at + 8; i += 2) {
    file[i] = 0xFF;
    file[i + 1] = 0x00;
  }
  return file;
}

TEST(DamagedJpeg, IsGreyFromWhereNoCodeMatches) {
  const auto decoded = DecodePicture(WithWrongCodesAt(FixtureBytes("rgb_444.jpg"), 75));
  ASSERT_TRUE(decoded.has_value());
  EXPECT_TRUE(decoded->damage.starts_with("the lower ")) << decoded->damage;
  EXPECT_TRUE(decoded->damage.ends_with(" % is missing")) << decoded->damage;
  for (const uint8_t value : decoded->image.pixels().last(3)) EXPECT_EQ(value, 128);
}

TEST(DamagedJpeg, IsRefusedWhenMoreThanHalfIsMissing) {
  const auto decoded = DecodePicture(WithWrongCodesAt(FixtureBytes("rgb_444.jpg"), 10));
  ASSERT_FALSE(decoded.has_value());
  EXPECT_EQ(decoded.error().code, "image/damaged");
  EXPECT_EQ(decoded.error().message,
            "more than half of the JPEG's data is missing or wrong: the file is damaged; copy or "
            "download it again");
}

TEST(DamagedJpeg, GoesOnBehindTheNextRestartMarker) {
  const Bytes file = FixtureBytes("restarts.jpg");
  const auto good = DecodePicture(file);
  const auto decoded = DecodePicture(WithWrongCodesAt(file, 5));
  ASSERT_TRUE(good.has_value() && decoded.has_value());
  EXPECT_TRUE(decoded->damage.ends_with(" % of the picture is missing")) << decoded->damage;
  const auto last_row = [](const auto& picture) { return picture->image.pixels().last(3 * 43); };
  EXPECT_TRUE(std::ranges::equal(last_row(good), last_row(decoded)));
}

TEST(DamagedJpeg, SaysWhenRestartMarkersAreOutOfOrder) {
  Bytes file = FixtureBytes("restarts.jpg");
  file[test::FindMarker(file, 0xD1) + 1] = 0xD5;
  EXPECT_EQ(test::DamageOf(file), "a part of its data is wrong");
}

TEST(DamagedJpeg, LeavesOutIntervalsThatAreLost) {
  const Bytes file = FixtureBytes("restarts.jpg");
  const size_t first = test::FindMarker(file, 0xD0);
  const size_t second = test::FindMarker(file, 0xD1);
  const std::string damage = test::DamageOf(test::Without(file, first, second - first));
  EXPECT_TRUE(damage.ends_with(" % of the picture is missing")) << damage;
}

TEST(DamagedJpeg, SkipsIntervalsThatComeAgain) {
  const Bytes file = FixtureBytes("restarts.jpg");
  const size_t first = test::FindMarker(file, 0xD0);
  const size_t second = test::FindMarker(file, 0xD1);
  const Bytes again(file.begin() + static_cast<ptrdiff_t>(first),
                    file.begin() + static_cast<ptrdiff_t>(second));
  const auto good = DecodePicture(file);
  const auto decoded = DecodePicture(test::With(file, second, again));
  ASSERT_TRUE(good.has_value() && decoded.has_value());
  EXPECT_EQ(test::LargestDifference(good->image, decoded->image), 0);
  EXPECT_EQ(decoded->damage, "a part of its data is wrong");
}

TEST(DamagedJpeg, ReadsThroughADamagedStuffedZero) {
  Bytes file = FixtureBytes("rgb_444.jpg");
  const auto good = DecodePicture(file);
  size_t at = DataOf(file);
  while (file[at] != 0xFF) ++at;
  ASSERT_EQ(file[at + 1], 0x00);
  file[at + 1] = 0x40;
  const auto decoded = DecodePicture(file);
  ASSERT_TRUE(good.has_value() && decoded.has_value());
  EXPECT_EQ(test::LargestDifference(good->image, decoded->image), 0);
  EXPECT_EQ(decoded->damage, "a part of its data is wrong");
}

TEST(DamagedJpeg, SaysWhenProgressiveScansDoNotContinueTheOthers) {
  const Bytes file = FixtureBytes("progressive.jpg");
  const size_t first = test::FindMarker(file, jpeg_marker::kStartOfScan);
  Bytes changed = file;
  uint8_t& bits = changed[first + 4 + 1 + 2 * 3 + 2];
  ASSERT_EQ(bits, 0x01);  // libjpeg's script sends the last bit in a later scan
  bits = 0x03;
  EXPECT_EQ(test::DamageOf(changed), "a part of its data is wrong");
}

// One changed byte anywhere: an error or a picture of the right size, and the next one is right.
TEST(DamagedJpeg, NeverBreaksTheNextPicture) {
  const Bytes good = FixtureBytes("gray.jpg");
  const auto expected = DecodePicture(good);
  ASSERT_TRUE(expected.has_value());
  for (const char* name : {"rgb_420.jpg", "progressive.jpg", "restarts.jpg", "cmyk.jpg"}) {
    const Bytes file = FixtureBytes(name);
    for (size_t at = 2; at < file.size(); ++at) {
      Bytes changed = file;
      changed[at] ^= static_cast<uint8_t>(1 << (at % 8));
      const auto decoded = DecodePicture(changed, {.max_jpeg_pixels = 100'000});
      if (decoded) {
        ASSERT_EQ(decoded->image.pixels().size(),
                  size_t{3} * decoded->image.width_px() * decoded->image.height_px());
      }
    }
    const auto next = DecodePicture(good);
    ASSERT_TRUE(next.has_value());
    EXPECT_EQ(test::LargestDifference(next->image, expected->image), 0);
  }
}

}  // namespace
}  // namespace glance
