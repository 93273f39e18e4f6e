// Files made to exhaust memory or time, and kinds of JPEG that are not read.
#include <gtest/gtest.h>

#include <ctime>
#include <random>

#include "image/jpeg/segments.h"
#include "jpeg_surgery.h"
#include "png_maker.h"
#include "support/fault_report.h"
#include "uniform_jpeg.h"

namespace glance {
namespace {

using test::Bytes;

Bytes FixtureBytes(const std::string& name) {
  return test::ReadFile(test::Fixture("image/" + name));
}

struct Refusal {
  Error error;
  double milliseconds;  // of processor time: other programs may hold this one up
};

Refusal Refuse(const Bytes& file) {
  const std::clock_t before = std::clock();
  const auto decoded = DecodePicture(file);
  const double seconds = static_cast<double>(std::clock() - before) / CLOCKS_PER_SEC;
  EXPECT_FALSE(decoded.has_value());
  return {decoded ? Error{} : decoded.error(), seconds * 1000};
}

std::string RefusedWithin(const Refusal& refusal) {
  return " refused within " + std::to_string(static_cast<int>(refusal.milliseconds) + 1) + " ms";
}

// A progressive file that codes the first coefficients again and again at its end.
Bytes WithScans(int count) {
  const Bytes file = FixtureBytes("progressive.jpg");
  const size_t begin = test::FindMarker(file, jpeg_marker::kStartOfScan);
  const auto first = file.begin() + static_cast<ptrdiff_t>(begin);
  const Bytes rest(first, file.end());
  const Bytes scan = test::Cut(rest, test::FindMarker(rest, jpeg_marker::kHuffmanTables));
  Bytes more;
  for (int scans = 10; scans < count; ++scans) test::Append(more, scan);
  return test::With(file, file.size() - 2, more);
}

TEST(Hostile, PngBombIsRefusedAtOnce) {
  const Bytes file = FixtureBytes("bomb_20000x20000.png");
  ASSERT_LT(file.size(), 50'000u);
  const Refusal refusal = Refuse(file);
  EXPECT_EQ(refusal.error.code, "image/too-large");
  EXPECT_EQ(refusal.error.message,
            "the picture is 20,000 x 20,000 pixels; at most 100,000,000 in all are read: "
            "make the picture smaller first");
  EXPECT_LT(refusal.milliseconds, 20);
  test::ReportFault(6, "it is" + RefusedWithin(refusal));
}

TEST(Hostile, JpegOf101ScansIsRefusedAtOnce) {
  EXPECT_TRUE(DecodePicture(WithScans(100)).has_value());
  const Refusal refusal = Refuse(WithScans(101));
  EXPECT_EQ(refusal.error.code, "image/too-many-scans");
  EXPECT_EQ(refusal.error.message,
            "the JPEG has too many scans for its size (at least 101), which take too long: "
            "save it as a usual JPEG or as PNG");
  EXPECT_LT(refusal.milliseconds, 50);
  test::ReportFault(8, "101 scans" + RefusedWithin(refusal));
}

TEST(Hostile, JpegOfAMegabyteOfScansIsRefusedAtOnce) {
  const Bytes file = WithScans(25'000);
  ASSERT_GT(file.size(), 1'000'000u);
  const Refusal refusal = Refuse(file);
  EXPECT_EQ(refusal.error.code, "image/too-many-scans");
  EXPECT_LT(refusal.milliseconds, 50);
  test::ReportFault(
      8, "25,000 scans in " + std::to_string(file.size()) + " bytes" + RefusedWithin(refusal));
}

// 88 megapixels of grey; after the first coefficients come `scans` scans that say nothing.
Bytes LargeProgressive(int scans) {
  Bytes file = test::UniformJpeg(9376, 9376, /*has_colour=*/false);
  file[test::FindMarker(file, jpeg_marker::kBaseline) + 1] = jpeg_marker::kProgressive;
  const size_t scan = test::FindMarker(file, jpeg_marker::kStartOfScan);
  file[scan + test::SegmentBytes(file, scan) - 2] = 0;  // the last coefficient is the first
  Bytes more;
  for (int i = 0; i < scans; ++i) {
    test::Append(more, {0xFF, jpeg_marker::kStartOfScan, 0, 8, 1, 1, 0, 1, 63, 0, 0x00});
  }
  return test::With(file, file.size() - 2, more);
}

TEST(Hostile, JpegOfManyBlocksTimesManyScansIsRefusedAtOnce) {
  const Refusal refusal = Refuse(LargeProgressive(99));
  EXPECT_EQ(refusal.error.code, "image/too-many-scans");
  EXPECT_LT(refusal.milliseconds, 50);
  test::ReportFault(41, "100 scans of 88 megapixels" + RefusedWithin(refusal));
}

TEST(Hostile, MoreMemoryThanAllowedIsRefusedBeforeItIsTaken) {
  // 9,000 x 9,000 RGBA of 16 bits: 648 MB of rows alone.
  const Bytes header =
      test::HeaderData({.width_px = 9000, .height_px = 9000, .bit_depth = 16, .color_type = 6});
  const Refusal refusal = Refuse(test::PngOf(
      {test::Chunk("IHDR", header), test::Chunk("IDAT", Bytes(700'000)), test::Chunk("IEND", {})}));
  EXPECT_EQ(refusal.error.code, "image/too-large");
  EXPECT_NE(refusal.error.message.find("MiB of memory"), std::string::npos);
}

TEST(Hostile, FileOverTheByteLimitIsRefused) {
  const Bytes file = FixtureBytes("rgb_444.jpg");
  EXPECT_EQ(test::CodeOf(DecodePicture(file, {.max_file_bytes = file.size() - 1})),
            "image/too-large");
  EXPECT_TRUE(DecodePicture(file, {.max_file_bytes = file.size()}).has_value());
}

// Steps of 4,096 make coefficients that no picture has: the inverse DCT wraps, the same each time.
TEST(Hostile, HugeCoefficientsAreDecoded) {
  Bytes file = FixtureBytes("gray.jpg");
  Bytes table = {0xFF, 0xDB, 0, 0x83, 0x10, 0, 1};
  for (int i = 1; i < 64; ++i) test::Append(table, {0x10, 0});
  const size_t tables = test::FindMarker(file, jpeg_marker::kQuantisationTables);
  file = test::With(test::Without(file, tables, test::SegmentBytes(file, tables)), tables, table);
  const auto first = DecodePicture(file);
  const auto second = DecodePicture(file);
  ASSERT_TRUE(first.has_value() && second.has_value());
  EXPECT_EQ(test::LargestDifference(first->image, second->image), 0);
}

TEST(Hostile, JpegsOfOtherKindsAreNamed) {
  const Bytes file = FixtureBytes("rgb_444.jpg");
  const size_t frame = test::FindMarker(file, jpeg_marker::kBaseline);
  struct Kind {
    uint8_t marker, bits;
    std::string_view named;
  };
  const std::initializer_list<Kind> kinds = {
      {0xC1, 12, "12-bit"},         {0xC2, 12, "12-bit"},          {0xC3, 8, "lossless"},
      {0xC5, 8, "hierarchical"},    {0xC9, 8, "arithmetic-coded"}, {0xCA, 8, "arithmetic-coded"},
      {0xCB, 8, "arithmetic-coded"}};
  for (const auto& [marker, bits, named] : kinds) {
    Bytes changed = file;
    changed[frame + 1] = marker;
    changed[frame + 4] = bits;
    const Error error = Refuse(changed).error;
    EXPECT_EQ(error.code, "image/unsupported-jpeg") << int{marker};
    EXPECT_NE(error.message.find(named), std::string::npos) << error.message;
  }
  const std::string count = std::to_string(kinds.size());
  test::ReportFault(13, count + " of " + count + " other kinds of JPEG named by the core");
}

TEST(Hostile, JpegsOfOtherKindsAreTooLargeBeforeTheyAreNamed) {
  Bytes file = FixtureBytes("rgb_444.jpg");
  const size_t frame = test::FindMarker(file, jpeg_marker::kBaseline);
  file[frame + 1] = 0xCA;
  file[frame + 5] = file[frame + 7] = 0x55;  // 21,760 pixels and more on each side
  EXPECT_EQ(Refuse(file).error.code, "image/too-large");
}

TEST(Hostile, ExifOfAnyBytesDoesNotHurt) {
  const Bytes file = FixtureBytes("orientation_6.jpg");
  const size_t exif = test::FindMarker(file, jpeg_marker::kApp1);
  const size_t bytes = test::SegmentBytes(file, exif);
  std::mt19937 random(5);
  for (int round = 0; round < 200; ++round) {
    Bytes changed = file;
    for (int changes = 0; changes < 6; ++changes) {
      changed[exif + 4 + random() % (bytes - 4)] = static_cast<uint8_t>(random());
    }
    const auto decoded = DecodePicture(changed);
    ASSERT_TRUE(decoded.has_value());
    EXPECT_EQ(decoded->image.width_px() * decoded->image.height_px(), 43 * 29);
  }
  test::ReportFault(10, "200 of 200 pictures with EXIF of random bytes read");
}

}  // namespace
}  // namespace glance
