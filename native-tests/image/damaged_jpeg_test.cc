// JPEG files whose structure is right and whose data is not.
#include <gtest/gtest.h>

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

TEST(DamagedJpeg, IsRefusedWhenNoCodeMatches) {
  Bytes file = FixtureBytes("rgb_444.jpg");
  const size_t middle = (DataOf(file) + file.size()) / 2;
  for (size_t at = middle; at < middle + 8; at += 2) {
    file[at] = 0xFF;
    file[at + 1] = 0x00;
  }
  const auto decoded = DecodePicture(file);
  ASSERT_FALSE(decoded.has_value());
  EXPECT_EQ(decoded.error().code, "image/damaged");
  EXPECT_EQ(decoded.error().message,
            "the picture's data is incomplete or wrong (bad huffman code): the file is damaged; "
            "copy or download it again");
}

// stb_image stops there and would show what it has.
TEST(DamagedJpeg, IsRefusedWhenARestartComesTooLate) {
  const Bytes file = FixtureBytes("restarts.jpg");
  const size_t restart = test::FindMarker(file, 0xD1);
  const auto decoded = DecodePicture(test::With(file, restart, {0, 0, 0, 0, 0, 0, 0, 0}));
  ASSERT_FALSE(decoded.has_value());
  EXPECT_EQ(decoded.error().code, "image/damaged");
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
      const auto decoded = DecodePicture(changed, {.max_pixels = 100'000});
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
