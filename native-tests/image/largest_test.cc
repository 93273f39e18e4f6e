// The largest pictures and files that are read, and one step more.
#include <gtest/gtest.h>

#include <concepts>

#include "counted_memory.h"
#include "jpeg_surgery.h"
#include "png_maker.h"
#include "support/fault_report.h"
#include "uniform_jpeg.h"

namespace glance {
namespace {

using test::Bytes;

constexpr uint64_t kBudgetBytes = DecodeLimits{}.max_peak_bytes;

// A grey PNG of one bit a pixel: black and white columns by turns.
Bytes StripedPng(uint32_t width_px, uint32_t height_px) {
  const size_t row_bytes = (width_px + 7) / 8 + 1;
  Bytes rows(row_bytes * height_px, 0x55);
  for (size_t row = 0; row < rows.size(); row += row_bytes) rows[row] = 0;  // no filter
  return test::PngOf(
      {test::Chunk("IHDR", test::HeaderData(
                               {.width_px = width_px, .height_px = height_px, .bit_depth = 1})),
       test::Chunk("IDAT", test::StoredInBlocks(rows)), test::Chunk("IEND", {})});
}

// Expects that the file is decoded within the budget and that its values, three a pixel, are what
// is_right(index, value) takes. Returns how many mebibytes the decoder took.
std::string ExpectDecoded(const Bytes& file, size_t pixel_count,
                          const std::predicate<size_t, uint8_t> auto& is_right) {
  test::CountFromZero();
  const auto decoded = DecodePicture(file);
  const size_t peak = test::CountedPeakBytes();
  EXPECT_TRUE(decoded.has_value()) << decoded.error().message;
  if (!decoded) return {};
  EXPECT_LE(peak, kBudgetBytes);
  const auto pixels = decoded->image.pixels();
  EXPECT_EQ(pixels.size(), 3 * pixel_count);
  size_t wrong = 0;
  for (size_t i = 0; i < pixels.size(); ++i) wrong += !is_right(i, pixels[i]);
  EXPECT_EQ(wrong, 0u);
  return std::to_string(peak >> 20) + " MiB";
}

std::string ExpectStripes(uint32_t width_px, uint32_t height_px) {
  return ExpectDecoded(StripedPng(width_px, height_px), size_t{width_px} * height_px,
                       [width_px](size_t i, uint8_t value) {
                         return value == (i / 3 % width_px % 2 == 0 ? 0 : 255);
                       });
}

std::string ExpectGrey(const Bytes& file, size_t pixel_count) {
  return ExpectDecoded(file, pixel_count,
                       [](size_t, uint8_t value) { return value == test::kUniformGrey; });
}

TEST(Largest, PngOf100MegapixelsIsRead) {
  test::ReportFault(7, "PNG of 100 megapixels read, " + ExpectStripes(10'000, 10'000));
}

TEST(Largest, PngOfTheLongestSideIsRead) { ExpectStripes(32'768, 3'051); }

TEST(Largest, JpegOf100MegapixelsIsRead) {
  const Bytes grey = test::UniformJpeg(10'000, 10'000, /*has_colour=*/false);
  test::ReportFault(7, "grey JPEG of 100 megapixels read, " + ExpectGrey(grey, 100'000'000));
  const Bytes colour = test::UniformJpeg(10'000, 10'000, /*has_colour=*/true);
  test::ReportFault(7, "colour JPEG of 100 megapixels read, " + ExpectGrey(colour, 100'000'000));
}

// The same with the first coefficients only: of the two bits of each block one is left over.
Bytes Progressive(Bytes file) {
  file[test::FindMarker(file, 0xC0) + 1] = 0xC2;
  const size_t scan = test::FindMarker(file, 0xDA);
  file[scan + test::SegmentBytes(file, scan) - 2] = 0;  // the last coefficient is the first
  return file;
}

// As ExpectGrey, of every 997th value.
std::string ExpectLargeGrey(const Bytes& file, size_t pixel_count) {
  return ExpectDecoded(file, pixel_count, [](size_t i, uint8_t value) {
    return i % 997 != 0 || value == test::kUniformGrey;
  });
}

TEST(Largest, JpegsOfEveryPixelsOwnColourAreRead) {
  const Bytes whole = test::UniformJpeg(10'000, 10'000, /*has_colour=*/true, 0x11);
  test::ReportFault(50, "100 megapixels in 4:4:4 read, " + ExpectLargeGrey(whole, 100'000'000));
  const Bytes progressive = Progressive(test::UniformJpeg(8'256, 5'504, /*has_colour=*/true, 0x11));
  test::ReportFault(50, "progressive 45 megapixels in 4:4:4 read, " +
                            ExpectLargeGrey(progressive, 8'256 * 5'504));
}

TEST(Largest, JpegsOfTelephonesAreRead) {
  const Bytes of_108 = test::UniformJpeg(12'000, 9'000, /*has_colour=*/true);
  test::ReportFault(50, "108 megapixels read, " + ExpectLargeGrey(of_108, 108'000'000));
  const Bytes of_200 = test::UniformJpeg(16'384, 12'288, /*has_colour=*/true);
  test::ReportFault(50, "201 megapixels read, " + ExpectLargeGrey(of_200, 16'384 * 12'288));
}

// One pixel more than is read, and the largest sizes of cameras as PNG.
TEST(Largest, MoreIsRefusedBeforeMemoryIsTaken) {
  const auto expect_refused = [](const Bytes& file) {
    test::CountFromZero();
    EXPECT_EQ(test::CodeOf(DecodePicture(file)), "image/too-large");
    EXPECT_EQ(test::CountedPeakBytes(), 0u);
  };
  const std::initializer_list<std::pair<uint32_t, uint32_t>> pngs = {
      {10'001, 10'000}, {32'769, 1},     {1, 32'769},
      {32'768, 3'052},  {12'000, 9'000}, {16'320, 12'240}};
  for (const auto& [width, height] : pngs) {
    const test::PngKind kind = {.width_px = width, .height_px = height, .bit_depth = 1};
    expect_refused(test::PngOf({test::Chunk("IHDR", test::HeaderData(kind)),
                                test::Chunk("IDAT", Bytes(1000)), test::Chunk("IEND", {})}));
  }
  const std::initializer_list<std::pair<uint32_t, uint32_t>> jpegs = {
      {20'201, 10'000}, {32'769, 1}, {1, 32'769}, {32'768, 6'165}};
  for (const auto& [width, height] : jpegs) {
    expect_refused(test::UniformJpeg(width, height, /*has_colour=*/true));
  }
  expect_refused(Progressive(test::UniformJpeg(10'000, 10'000, /*has_colour=*/true, 0x11)));
  test::ReportFault(7, "11 of 11 larger ones refused, 0 bytes taken");
}

// A picture of one pixel and a remark that fills the file.
Bytes PngOfSize(size_t file_bytes) {
  const Bytes empty =
      test::PngOf({test::Chunk("IHDR", test::HeaderData({})), test::Chunk("tEXt", {}),
                   test::Chunk("IDAT", test::Stored({0, 200})), test::Chunk("IEND", {})});
  Bytes remark(file_bytes - empty.size(), 'x');
  remark[1] = 0;
  return test::PngOf({test::Chunk("IHDR", test::HeaderData({})), test::Chunk("tEXt", remark),
                      test::Chunk("IDAT", test::Stored({0, 200})), test::Chunk("IEND", {})});
}

TEST(Largest, FileOf64MebibytesIsReadAndOneByteMoreIsNot) {
  const Bytes file = PngOfSize(64 << 20);
  ASSERT_EQ(file.size(), 67'108'864u);
  const auto decoded = DecodePicture(file);
  ASSERT_TRUE(decoded.has_value()) << decoded.error().message;
  EXPECT_EQ(decoded->image.pixels().data()[0], 200);
  EXPECT_EQ(test::CodeOf(DecodePicture(PngOfSize((64 << 20) + 1))), "image/too-large");
}

}  // namespace
}  // namespace glance
