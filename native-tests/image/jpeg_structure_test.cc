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
  EXPECT_EQ(jpeg->scans.size(), 1u);
  EXPECT_TRUE(jpeg->has_end);
  ASSERT_GE(jpeg->exif.size(), 2u);
  EXPECT_EQ(jpeg->exif[0], jpeg->exif[1]);  // II or MM
}

TEST(JpegStructure, CountsTheScansOfAProgressiveFile) {
  const auto jpeg = Read(Progressive());
  ASSERT_TRUE(jpeg.has_value());
  EXPECT_TRUE(jpeg->frame.progressive);
  EXPECT_EQ(jpeg->scans.size(), 10u);  // libjpeg's standard script for colour pictures
}

TEST(JpegStructure, IgnoresWhatFollowsTheEnd) {
  Bytes file = Baseline();
  file.insert(file.end(), {0xFF, 0xD8, 0xFF, 0xDA, 1, 2, 3});
  EXPECT_TRUE(Read(file).has_value());
}

TEST(JpegStructure, SkipsNotesFillBytesAndStrayBytes) {
  const Bytes file = Baseline();
  const size_t frame = test::FindMarker(file, marker::kBaseline);
  for (const Bytes& note : {Bytes{0xFF, 0xFE, 0, 4, 'h', 'i'},  // comment
                            Bytes{0xFF, 0xE1, 0, 3, 'x'},       // APP1 that is not Exif
                            Bytes{0xFF, 0xEC, 0, 0},            // APP12 of no length at all
                            Bytes{0xFF, 0xFE, 0, 1},            // comment that is too short
                            Bytes{0xFF, 0xFD, 0, 2},            // reserved for extensions
                            Bytes{0xFF, 0xFF, 0xFF},            // fill bytes
                            Bytes{0, 1, 2, 0xFF, 0x00}}) {      // stray bytes
    const Bytes changed = test::With(file, frame, note);
    const auto jpeg = Read(changed);
    ASSERT_TRUE(jpeg.has_value());
    EXPECT_TRUE(jpeg->has_end);
    EXPECT_EQ(jpeg->scans.size(), 1u);
  }
}

TEST(JpegStructure, NeedsEveryPart) {
  ExpectDamaged(test::WithoutSegment(Baseline(), marker::kBaseline));
  ExpectDamaged(test::WithoutSegment(Baseline(), marker::kQuantisationTables));
  ExpectDamaged(test::WithoutSegment(Progressive(), marker::kHuffmanTables));
  const Bytes file = Baseline();
  const size_t scan = test::FindMarker(file, marker::kStartOfScan);
  ExpectDamaged(test::Without(file, scan, file.size() - 2 - scan));
}

TEST(JpegStructure, NeedsAScanOfEachComponent) {
  const Bytes file = Progressive();
  // The first scan codes the first coefficients of all three.
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
  ExpectDamaged(test::With(file, scan, {0xFF, 0xDB, 0, 0}));
}

TEST(JpegStructure, KeepsTheScansBeforeAPartThatIsWrong) {
  const Bytes file = Progressive();
  const size_t end = file.size() - 2;
  for (const Bytes& wrong :
       {Bytes{0xFF, 0xD8}, Bytes{0xFF, 0xC4, 0, 3, 0x77}, Bytes{0xFF, 0xDA, 0}}) {
    const auto jpeg = Read(test::With(file, end, wrong));
    ASSERT_TRUE(jpeg.has_value());
    EXPECT_EQ(jpeg->scans.size(), 10u);
    EXPECT_FALSE(jpeg->has_end);
  }
}

// The tables of the usual encoder are the usual tables.
TEST(JpegStructure, HasTheUsualTablesWhereAFileLeavesThemOut) {
  const Bytes file = test::ReadFile(test::Fixture("image/gray.jpg"));
  const Bytes bare = test::WithoutSegment(test::WithoutSegment(file, marker::kHuffmanTables),
                                          marker::kHuffmanTables);
  const JpegScan named = Read(file).value().scans[0];
  const JpegScan usual = Read(bare).value().scans[0];
  EXPECT_TRUE(std::ranges::equal(named.dc_tables[0], usual.dc_tables[0]));
  EXPECT_TRUE(std::ranges::equal(named.ac_tables[0], usual.ac_tables[0]));
}

TEST(JpegStructure, RefusesFewerBytesThanAnyPictureOfThatSizeNeeds) {
  Bytes file = Baseline();
  const size_t frame = test::FindMarker(file, marker::kBaseline);
  file[frame + 5] = file[frame + 7] = 0x20;  // 8,000 pixels more on each side
  const auto jpeg = Read(file);
  ASSERT_FALSE(jpeg.has_value());
  EXPECT_EQ(jpeg.error().code, "image/damaged");
}

TEST(JpegStructure, BoundsTheBlocksOfAllScansTogether) {
  const Bytes file = Progressive();
  const JpegStructure jpeg = Read(file).value();
  int64_t blocks = 0;
  for (const JpegScan& scan : jpeg.scans) blocks += scan.Blocks(jpeg.frame);
  EXPECT_TRUE(ReadJpegStructure(file, {.max_jpeg_blocks = blocks}).has_value());
  const auto refused = ReadJpegStructure(file, {.max_jpeg_blocks = blocks - 1});
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().code, "image/too-many-scans");
}

}  // namespace
}  // namespace glance
