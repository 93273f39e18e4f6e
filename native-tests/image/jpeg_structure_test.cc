#include <gtest/gtest.h>

#include <algorithm>
#include <ranges>

#include "image/jpeg/segments.h"
#include "image/jpeg/structure.h"
#include "jpeg_surgery.h"

namespace glance {
namespace {

namespace marker = jpeg_marker;
using test::Bytes;

Bytes Baseline() { return test::ReadFile(test::Fixture("image/rgb_420.jpg")); }
Bytes Progressive() { return test::ReadFile(test::Fixture("image/progressive.jpg")); }
Bytes Restarts() { return test::ReadFile(test::Fixture("image/restarts.jpg")); }

Result<JpegStructure> Read(const Bytes& file) { return ReadJpegStructure(file, DecodeLimits{}); }

void ExpectDamaged(const Bytes& file) {
  const auto jpeg = Read(file);
  ASSERT_FALSE(jpeg.has_value());
  EXPECT_EQ(jpeg.error().code, "image/damaged");
}

TEST(JpegStructure, FindsFrameScansAndExif) {
  const Bytes oriented = test::ReadFile(test::Fixture("image/orientation_6.jpg"));
  const auto jpeg = Read(oriented);
  ASSERT_TRUE(jpeg.has_value());
  EXPECT_EQ(jpeg->frame.width_px, 29);
  EXPECT_EQ(jpeg->frame.height_px, 43);
  EXPECT_EQ(jpeg->scan_count, 1);
  ASSERT_GE(jpeg->exif.size(), 2u);
  EXPECT_EQ(jpeg->exif[0], jpeg->exif[1]);  // II or MM
}

TEST(JpegStructure, CountsTheScansOfAProgressiveFile) {
  const auto jpeg = Read(Progressive());
  ASSERT_TRUE(jpeg.has_value());
  EXPECT_TRUE(jpeg->frame.progressive);
  EXPECT_EQ(jpeg->scan_count, 10);  // libjpeg's standard script for colour pictures
}

TEST(JpegStructure, IgnoresWhatFollowsTheEnd) {
  Bytes file = Baseline();
  file.insert(file.end(), {0xFF, 0xD8, 0xFF, 0xDA, 1, 2, 3});
  EXPECT_TRUE(Read(file).has_value());
}

TEST(JpegStructure, SkipsNotesFillBytesAndStrayBytes) {
  const Bytes file = Baseline();
  const size_t frame = test::FindMarker(file, marker::kBaseline);
  const size_t pieces = Read(file).value().pieces.size();
  for (const Bytes& note : {Bytes{0xFF, 0xFE, 0, 4, 'h', 'i'},  // comment
                            Bytes{0xFF, 0xE1, 0, 3, 'x'},       // APP1 that is not Exif
                            Bytes{0xFF, 0xFD, 0, 2},            // reserved for extensions
                            Bytes{0xFF, 0xFF, 0xFF},            // fill bytes
                            Bytes{0, 1, 2, 0xFF, 0x00}}) {      // stray bytes
    const Bytes changed = test::With(file, frame, note);
    const auto jpeg = Read(changed);
    ASSERT_TRUE(jpeg.has_value());
    EXPECT_EQ(jpeg->pieces.size(), pieces);
  }
}

TEST(JpegStructure, NeedsEveryPart) {
  ExpectDamaged(test::WithoutSegment(Baseline(), marker::kBaseline));
  ExpectDamaged(test::WithoutSegment(Baseline(), marker::kQuantisationTables));
  ExpectDamaged(test::WithoutSegment(Baseline(), marker::kHuffmanTables));
  ExpectDamaged(test::WithoutSegment(Restarts(), marker::kRestartInterval));
  const Bytes file = Baseline();
  const size_t scan = test::FindMarker(file, marker::kStartOfScan);
  ExpectDamaged(test::Without(file, scan, file.size() - 2 - scan));
}

TEST(JpegStructure, NeedsAScanOfEachComponent) {
  const Bytes file = Progressive();
  // The first scan codes the first coefficients of all three; without it, others come too early.
  const size_t first = test::FindMarker(file, marker::kStartOfScan);
  const size_t data = first + test::SegmentBytes(file, first);
  const Bytes rest(file.begin() + static_cast<ptrdiff_t>(data), file.end());
  ExpectDamaged(test::Without(file, first, data - first + test::FindMarker(rest, 0xC4)));
}

TEST(JpegStructure, RefusesASecondFrameAndMarkersInTheWrongPlace) {
  const Bytes file = Baseline();
  const size_t scan = test::FindMarker(file, marker::kStartOfScan);
  const size_t frame = test::FindMarker(file, marker::kBaseline);
  const auto first = file.begin() + static_cast<ptrdiff_t>(frame);
  const Bytes again(first, first + static_cast<ptrdiff_t>(test::SegmentBytes(file, frame)));
  ExpectDamaged(test::With(file, scan, again));
  ExpectDamaged(test::With(file, scan, {0xFF, 0xD8}));
  ExpectDamaged(test::With(file, scan, {0xFF, 0x02, 0, 2}));
  ExpectDamaged(test::With(file, scan, {0xFF, 0xFE, 0, 1}));
}

TEST(JpegStructure, RefusesAMissingRestartInterval) {
  const Bytes file = Restarts();
  const size_t first = test::FindMarker(file, 0xD0);
  const size_t last = test::FindMarker(file, 0xD1);
  const size_t end = file.size() - 2;
  ExpectDamaged(test::Without(file, first, last - first));
  ExpectDamaged(test::Without(file, last, end - last));
}

TEST(JpegStructure, AllowsARestartMarkerAtTheVeryEnd) {
  const Bytes file = Restarts();
  const auto restarts = static_cast<uint8_t>(std::ranges::count_if(
      std::views::iota(size_t{0}, file.size() - 1),
      [&](size_t at) { return file[at] == 0xFF && marker::IsRestart(file[at + 1]); }));
  const Bytes longer =
      test::With(file, file.size() - 2, {0xFF, static_cast<uint8_t>(0xD0 + restarts % 8)});
  const auto jpeg = Read(longer);
  ASSERT_TRUE(jpeg.has_value());
  EXPECT_EQ(jpeg->pieces.back().bytes.size(), Read(file).value().pieces.back().bytes.size());
}

TEST(JpegStructure, RefusesFewerBytesThanAnyPictureOfThatSizeNeeds) {
  Bytes file = Baseline();
  const size_t frame = test::FindMarker(file, marker::kBaseline);
  file[frame + 5] = file[frame + 7] = 0x20;  // 8,000 pixels more on each side
  const auto jpeg = Read(file);
  ASSERT_FALSE(jpeg.has_value());
  EXPECT_EQ(jpeg.error().code, "image/damaged");
}

TEST(JpegStructure, RefusesThousandsOfTables) {
  const Bytes file = Baseline();
  const size_t scan = test::FindMarker(file, marker::kStartOfScan);
  Bytes intervals;
  for (int i = 0; i < 4096; ++i) intervals.insert(intervals.end(), {0xFF, 0xDD, 0, 4, 0, 0});
  ExpectDamaged(test::With(file, scan, intervals));
}

}  // namespace
}  // namespace glance
