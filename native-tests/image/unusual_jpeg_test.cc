// JPEGs that break a rule and that other readers show: the pixels are those of the file that keeps
// it. Made from fixtures; of ../shared/data/field as well.
#include <gtest/gtest.h>

#include <algorithm>

#include "image/jpeg/segments.h"
#include "jpeg_surgery.h"
#include "png_maker.h"
#include "support/fault_report.h"
#include "support/shared_data.h"

namespace glance {
namespace {

namespace marker = jpeg_marker;
using test::Bytes;

Bytes FixtureBytes(const std::string& name) {
  return test::ReadFile(test::Fixture("image/" + name));
}

// Expects the pixels of `good`; returns what is said of the damage.
std::string ExpectSamePixels(const Bytes& good, const Bytes& file, const std::string& what) {
  const auto expected = DecodePicture(good);
  const auto decoded = DecodePicture(file);
  EXPECT_TRUE(expected.has_value() && decoded.has_value())
      << what << ": " << (decoded ? "" : decoded.error().message);
  if (!expected || !decoded) return "";
  EXPECT_EQ(test::LargestDifference(expected->image, decoded->image), 0) << what;
  return decoded->damage;
}

// Offsets of the restart markers.
std::vector<size_t> RestartsOf(const Bytes& file) {
  std::vector<size_t> restarts;
  for (size_t at = test::FindMarker(file, marker::kStartOfScan); at + 1 < file.size(); ++at) {
    if (file[at] == 0xFF && marker::IsRestart(file[at + 1])) restarts.push_back(at);
  }
  return restarts;
}

TEST(UnusualJpeg, HasNoHuffmanTables) {
  for (const char* name : {"gray.jpg", "rgb_420.jpg", "restarts.jpg"}) {
    const Bytes file = FixtureBytes(name);
    Bytes bare = file;
    size_t segments = 0;
    while (std::ranges::search(bare, Bytes{0xFF, marker::kHuffmanTables}).size() > 0) {
      bare = test::WithoutSegment(bare, marker::kHuffmanTables);
      ++segments;
    }
    EXPECT_GE(segments, 1u);
    EXPECT_EQ(ExpectSamePixels(file, bare, name), "");
  }
}

TEST(UnusualJpeg, HasSpareBytesBeforeRestartMarkers) {
  const Bytes file = FixtureBytes("restarts.jpg");
  auto restarts = RestartsOf(file);
  ASSERT_GE(restarts.size(), 2u);
  std::ranges::reverse(restarts);
  for (const size_t count : {1, 2, 3, 4, 7, 8, 9, 31, 200}) {
    Bytes changed = file;
    for (const size_t at : restarts) changed = test::With(changed, at, Bytes(count, 0x5A));
    EXPECT_EQ(ExpectSamePixels(file, changed, std::to_string(count) + " bytes"),
              "it has data that belong to no part of the picture");
  }
}

TEST(UnusualJpeg, HasRestartMarkersAndBytesBehindItsLastBlock) {
  for (const char* name : {"rgb_444.jpg", "restarts.jpg", "progressive.jpg"}) {
    const Bytes file = FixtureBytes(name);
    const size_t end = file.size() - 2;
    EXPECT_EQ(ExpectSamePixels(file, test::With(file, end, {0xFF, 0xD3, 0xFF, 0xD0}), name), "");
    EXPECT_EQ(ExpectSamePixels(file, test::With(file, end, {0xFF, 0xD3, 1, 2, 3}), name),
              "it has data that belong to no part of the picture");
  }
}

// Where the segment that announces restart markers is lost.
TEST(UnusualJpeg, HasRestartMarkersUnannounced) {
  const Bytes file = FixtureBytes("restarts.jpg");
  const Bytes changed = test::WithoutSegment(file, marker::kRestartInterval);
  EXPECT_EQ(ExpectSamePixels(file, changed, "no DRI"), "a part of its data is wrong");
}

TEST(UnusualJpeg, HasASequentialScanOfSomeCoefficients) {
  const Bytes file = FixtureBytes("rgb_420.jpg");
  const size_t scan = test::FindMarker(file, marker::kStartOfScan);
  const size_t three = scan + test::SegmentBytes(file, scan) - 3;
  for (const Bytes& wrong :
       {Bytes{0, 63, 0x01}, Bytes{0, 63, 0x20}, Bytes{1, 63, 0}, Bytes{0, 0, 0}}) {
    Bytes changed = file;
    std::ranges::copy(wrong, changed.begin() + static_cast<ptrdiff_t>(three));
    EXPECT_EQ(ExpectSamePixels(file, changed, "scan"), "");
  }
}

TEST(UnusualJpeg, HasComponentsOfOneId) {
  const Bytes file = FixtureBytes("rgb_420.jpg");
  Bytes changed = file;
  const size_t frame = test::FindMarker(file, marker::kBaseline);
  const size_t scan = test::FindMarker(file, marker::kStartOfScan);
  for (size_t i = 0; i < 3; ++i) changed[frame + 10 + 3 * i] = changed[scan + 5 + 2 * i] = 1;
  EXPECT_EQ(ExpectSamePixels(file, changed, "ids"), "");
}

TEST(UnusualJpeg, HasNotesOfNoLength) {
  const Bytes file = FixtureBytes("rgb_420.jpg");
  const size_t tables = test::FindMarker(file, marker::kQuantisationTables);
  for (const uint8_t note : Bytes{0xE3, 0xEF, 0xFE}) {
    for (const uint8_t length : Bytes{0, 1}) {
      const Bytes changed = test::With(file, tables, {0xFF, note, 0, length});
      EXPECT_EQ(ExpectSamePixels(file, changed, "note"), "");
    }
  }
}

// Adobe's segment knows 0 (CMYK) and 2 (YCCK) for four components.
TEST(UnusualJpeg, HasFourComponentsOfAnUnknownTransform) {
  const Bytes file = FixtureBytes("cmyk.jpg");
  const size_t adobe = test::FindMarker(file, marker::kApp14);
  Bytes ycck = file, unknown = file;
  ycck[adobe + 15] = 2;
  unknown[adobe + 15] = 1;
  EXPECT_EQ(ExpectSamePixels(ycck, unknown, "transform"), "");
}

TEST(UnusualJpeg, LacksOnlyItsEnd) {
  for (const char* name :
       {"rgb_444.jpg", "gray.jpg", "restarts.jpg", "progressive.jpg", "cmyk.jpg"}) {
    const Bytes file = FixtureBytes(name);
    const Bytes bare = test::Cut(file, file.size() - 2);
    EXPECT_EQ(ExpectSamePixels(file, bare, name), "");
    EXPECT_EQ(ExpectSamePixels(file, test::Cut(file, file.size() - 1), name), "");
    for (const Bytes& trailer :
         {Bytes(500, 0), Bytes{'S', 'E', 'F', 'T', 0xFF, 0xD8, 0xFF, 0xE0}}) {
      Bytes with_trailer = bare;
      test::Append(with_trailer, trailer);
      EXPECT_EQ(ExpectSamePixels(file, with_trailer, name), "");
    }
  }
  test::ReportFault(49, "9 kinds of odd JPEGs made from fixtures: the pixels of the usual ones");
}

Bytes FieldFile(const std::string& name) {
  return test::ReadFile(test::SharedData("field/" + name));
}

TEST(UnusualJpeg, OfTheFieldIsReadAsPillowReadsIt) {
  NEED_SHARED_DATA("field");
  const Bytes good = FieldFile("00_good.jpg");
  for (const char* name : {"00_good.jpg", "01_mjpeg_no_dht.jpg", "04_sos_al1.jpg",
                           "05_same_ids.jpg", "08_no_eoi.jpg", "08b_no_eoi_trailer.jpg"}) {
    EXPECT_EQ(ExpectSamePixels(good, FieldFile(name), name), "") << name;
  }
  for (const char* name : {"02_spare3_before_rst.jpg", "03_rst_after_last.jpg"}) {
    EXPECT_NE(ExpectSamePixels(good, FieldFile(name), name), "") << name;
  }
  ExpectSamePixels(FieldFile("07_four_components_adobe2.jpg"),
                   FieldFile("07_four_components_adobe1.jpg"), "four components");
  for (const char* name :
       {"09_progressive_ah10_al11.jpg", "flower640-crlf.jpg", "china640-ins16.jpg"}) {
    const auto decoded = DecodePicture(FieldFile(name));
    EXPECT_TRUE(!decoded || !decoded->damage.empty()) << name;
  }
  test::ReportFault(49, "11 of 11 odd JPEGs of the field refused, or the pixels of the usual one");
}

}  // namespace
}  // namespace glance
