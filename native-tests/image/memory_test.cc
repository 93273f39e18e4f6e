// What the memory estimates promise, counted at the allocator: the decoder takes what they say, and
// nothing for a picture that is refused.
#include <gtest/gtest.h>

#include "counted_memory.h"
#include "image/jpeg/decoder.h"
#include "image/orientation.h"
#include "image/png/decoder.h"
#include "image/sniff.h"
#include "jpeg_surgery.h"
#include "png_maker.h"
#include "support/fault_report.h"

namespace glance {
namespace {

using test::Bytes;

uint64_t EstimateFor(const Bytes& file) {
  const DecodeLimits limits;
  if (SniffFormat(file) == PictureFormat::kJpeg) {
    const auto jpeg = ReadJpegStructure(file, limits);
    return JpegPeakBytes(jpeg.value(), ExifOrientation(jpeg->exif) != 1);
  }
  const auto png = ReadPngStructure(file, limits);
  return PngPeakBytes(png.value(), ExifOrientation(png->exif) != 1);
}

size_t CountedFor(const Bytes& file) {
  test::CountFromZero();
  const auto decoded = DecodePicture(file);
  return test::CountedPeakBytes();
}

// The padding of at most thirteen blocks is not estimated.
constexpr uint64_t kUncounted = 2 * 1024;

TEST(Memory, EstimatesAreWhatTheDecoderTakes) {
  const auto names = test::FixturesWithReference();
  ASSERT_GE(names.size(), 30u);
  for (const std::string& name : names) {
    const Bytes file = test::ReadFile(test::Fixture("image/" + name));
    const uint64_t counted = CountedFor(file);
    EXPECT_GT(counted, 0u) << name;
    EXPECT_LE(counted, EstimateFor(file) + kUncounted) << name;
  }
}

// Pictures that are large enough for the uncounted kilobytes not to matter.
TEST(Memory, EstimatesAreCloseForLargePngs) {
  for (const uint8_t interlaced : Bytes{0, 1}) {
    for (const auto& [depth, type] : std::initializer_list<std::pair<uint8_t, uint8_t>>{
             {1, 0}, {8, 0}, {16, 0}, {8, 2}, {16, 2}, {8, 4}, {8, 6}, {16, 6}}) {
      const test::PngKind kind = {.width_px = 1000,
                                  .height_px = 900,
                                  .bit_depth = depth,
                                  .color_type = type,
                                  .interlaced = interlaced};
      const uint64_t rows = PngFilteredBytes(ParsePngHeader(test::HeaderData(kind)).value());
      const Bytes file =
          test::PngOf({test::Chunk("IHDR", test::HeaderData(kind)),
                       test::Chunk("IDAT", test::StoredInBlocks(Bytes(static_cast<size_t>(rows)))),
                       test::Chunk("IEND", {})});
      const auto counted = static_cast<double>(CountedFor(file));
      ASSERT_TRUE(DecodePicture(file).has_value());
      EXPECT_NEAR(counted / static_cast<double>(EstimateFor(file)), 1.0, 0.01)
          << "depth " << int{depth} << ", type " << int{type} << ", " << int{interlaced};
    }
  }
}

TEST(Memory, NothingIsTakenForPicturesOverTheLimits) {
  EXPECT_EQ(CountedFor(test::ReadFile(test::Fixture("image/bomb_20000x20000.png"))), 0u);
  EXPECT_EQ(CountedFor(test::ReadFile(test::Fixture("image/wide_65500x1.jpg"))), 0u);
  test::ReportFault(6, "0 bytes taken for it");
}

TEST(Memory, NothingIsTakenForAJpegThatIsTooShortForItsSize) {
  Bytes file = test::ReadFile(test::Fixture("image/rgb_420.jpg"));
  const size_t frame = test::FindMarker(file, 0xC0);
  file[frame + 5] = file[frame + 7] = 0x20;
  EXPECT_EQ(CountedFor(file), 0u);
}

}  // namespace
}  // namespace glance
