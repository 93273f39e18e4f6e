#include "image/sniff.h"

#include <gtest/gtest.h>

#include <span>
#include <string>
#include <string_view>

#include "image/decode.h"
#include "pictures.h"
#include "support/fault_report.h"

namespace glance {
namespace {

using std::string_view_literals::operator""sv;
using test::Bytes;

// A file of 64 bytes that starts with `text`.
Bytes FileOf(std::string_view text) {
  Bytes file(text.begin(), text.end());
  file.resize(64);
  return file;
}

struct Known {
  std::string_view first_bytes;
  std::string_view named;
};

constexpr Known kPictures[] = {
    {"GIF89a"sv, "a GIF picture"},
    {"RIFF\x24\0\0\0WEBPVP8 "sv, "a WebP picture"},
    {"\0\0\0\x20"
     "ftypavif"sv,
     "an AVIF picture"},
    {"\0\0\0\x18"
     "ftypheic"sv,
     "a HEIC picture"},
    {"\0\0\0\x18"
     "ftyphevc"sv,
     "a HEIC picture"},
    {"\0\0\0\x18"
     "ftypmif1"sv,
     "a HEIF picture"},
    {"\0\0\0\x18"
     "ftypmif1\0\0\0\0mif1heic"sv,
     "a HEIC picture"},
    {"\0\0\0\x18"
     "ftypmif1\0\0\0\0mif1avif"sv,
     "an AVIF picture"},
    {"\0\0\0\x14"
     "ftypmif1\0\0\0\0mif1avif"sv,
     "a HEIF picture"},
    {"\0\0\0\x18"
     "ftypcrx "sv,
     "a raw camera picture (CR3)"},
    {"II*\0\x10\0\0\0CR\2\0"sv, "a raw camera picture (CR2)"},
    {"II\x1A\0\0\0HEAPCCDR"sv, "a raw camera picture (CRW)"},
    {"FUJIFILMCCD-RAW 0201"sv, "a raw camera picture (RAF)"},
    {"IIRO\x08\0\0\0"sv, "a raw camera picture (ORF)"},
    {"IIU\0\x18\0\0\0"sv, "a raw camera picture (RW2)"},
    {"FOVb\0\0\3\0"sv, "a raw camera picture (X3F)"},
    {"\0MRM\0\0"sv, "a raw camera picture (MRW)"},
    {"II\xBC\1"sv, "a JPEG XR picture"},
    {"II+\0\x08\0\0\0"sv, "a BigTIFF picture"},
    {"gimp xcf v011"sv, "a GIMP picture"},
    {"SIMPLE  =                    T"sv, "a FITS picture"},
    {"icns\0\0\1\0"sv, "an icon (ICNS)"},
    {"\0\0\2\0\1\0\x20\x20\0\0\1\0\x20\0"sv, "a cursor (CUR)"},
    {"qoif\0\0"sv, "a QOI picture"},
    {"DDS \x7C\0\0\0"sv, "a DDS texture"},
    {"#?RADIANCE\n"sv, "a Radiance HDR picture"},
    {"BM\x36\x10\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0"sv, "a BMP picture"},
    {"BM\x36\x10\0\0\1\2\3\4\x36\0\0\0\x7C\0\0\0"sv, "a BMP picture"},
    {"II*\0\x08\0\0\0"sv, "a TIFF or raw camera picture"},
    {"MM\0*\0\0\0\x08"sv, "a TIFF or raw camera picture"},
    {"\xFF\x0A\xFA\x7F"sv, "a JPEG XL picture"},
    {"\0\0\0\x0CJXL \r\n\x87\n"sv, "a JPEG XL picture"},
    {"\0\0\0\x0CjP  \r\n\x87\n"sv, "a JPEG 2000 picture"},
    {"\0\0\1\0\1\0\x20\x20\0\0\1\0\x20\0"sv, "an icon (ICO)"},
    {"8BPS\0\1"sv, "a Photoshop picture"},
    {"P6\n3 2\n255\n"sv, "a Netpbm picture"},
};

constexpr Known kOthers[] = {
    {"%PDF-1.7\n%\xE2\xE3\xCF\xD3\n"sv, "a PDF document"},
    {"AT&TFORM\0\0"sv, "a DjVu document"},
    {"%!PS-Adobe-3.0\n"sv, "a PostScript document"},
    {"PK\x03\x04\x14\0"sv, "a ZIP archive or office document"},
    {"\x7F"
     "ELF\2\1\1\0"sv,
     "a program (ELF)"},
    {"MZ\x90\0"sv, "a Windows program"},
    {"\x1F\x8B\x08\0"sv, "a gzip archive"},
    {"\0asm\1\0\0\0"sv, "a WebAssembly program"},
    {"\0\0\0\x20"
     "ftypisom"sv,
     "an MP4 or QuickTime video"},
    {"RIFF\x24\0\0\0AVI LIST"sv, "an AVI video"},
};

TEST(Sniff, TellsJpegAndPngByTheirFirstBytes) {
  EXPECT_EQ(SniffFormat(FileOf("\xFF\xD8\xFF\xE0"sv)).value(), PictureFormat::kJpeg);
  EXPECT_EQ(SniffFormat(FileOf("\x89PNG\r\n\x1A\n"sv)).value(), PictureFormat::kPng);
}

TEST(Sniff, NamesThePictureFormatsThatAreNotRead) {
  for (const Known& known : kPictures) {
    const auto format = SniffFormat(FileOf(known.first_bytes));
    ASSERT_FALSE(format.has_value()) << known.named;
    EXPECT_EQ(format.error().code, "image/unsupported-format") << known.named;
    EXPECT_EQ(format.error().message, "this is " + std::string(known.named) +
                                          ", which is not read here: convert it to JPEG or PNG");
  }
}

TEST(Sniff, NamesDicomByTheTextBehindItsPreamble) {
  Bytes file(128, 0);
  for (const char letter : "DICM"sv) file.push_back(static_cast<uint8_t>(letter));
  EXPECT_EQ(SniffFormat(file).error().message,
            "this is a DICOM picture, which is not read here: convert it to JPEG or PNG");
}

TEST(Sniff, NamesEveryFixtureOfAnotherFormat) {
  for (const auto& [name, named] :
       std::initializer_list<Known>{{"lossless.webp", "a WebP picture"},
                                    {"moving.gif", "a GIF picture"},
                                    {"rgb.bmp", "a BMP picture"},
                                    {"photograph.avif", "an AVIF picture"},
                                    {"header.heic", "a HEIC picture"}}) {
    const auto format = SniffFormat(test::ReadFile(test::Fixture("formats/" + std::string(name))));
    ASSERT_FALSE(format.has_value()) << name;
    EXPECT_TRUE(format.error().message.starts_with("this is " + std::string(named) + ",")) << name;
  }
}

TEST(Sniff, NamesOtherKindsOfFiles) {
  for (const Known& known : kOthers) {
    const auto format = SniffFormat(FileOf(known.first_bytes));
    ASSERT_FALSE(format.has_value()) << known.named;
    EXPECT_EQ(format.error().code, "image/not-a-picture") << known.named;
    EXPECT_EQ(format.error().message,
              "this is " + std::string(known.named) + ", not a picture: choose a JPEG or PNG file");
  }
}

// What a name ends with is not even known here: only bytes count.
TEST(Sniff, EveryOtherKindIsRefusedByDecoding) {
  int refused = 0;
  for (const auto& kinds : {std::span<const Known>(kPictures), std::span<const Known>(kOthers)}) {
    for (const Known& known : kinds) {
      const auto decoded = DecodePicture(FileOf(known.first_bytes));
      ASSERT_FALSE(decoded.has_value()) << known.named;
      EXPECT_NE(decoded.error().message.find(known.named), std::string::npos) << known.named;
      ++refused;
    }
  }
  EXPECT_GE(refused, 40);
  const std::string count = std::to_string(refused);
  test::ReportFault(2, count + " of " + count + " other formats refused by name");
  test::ReportFault(13, count + " other formats named by the core");
}

Error ErrorForText(std::string_view text) {
  return SniffFormat(Bytes(text.begin(), text.end())).error();
}

TEST(Sniff, TellsWebPagesDrawingsAndOtherTextApart) {
  EXPECT_EQ(ErrorForText("<!DOCTYPE html><html><svg></svg></html>").message,
            "this is a web page (HTML), not a picture: choose a JPEG or PNG file");
  EXPECT_EQ(ErrorForText("\xEF\xBB\xBF\n<HTML><body>404</body></HTML>").code,
            "image/not-a-picture");
  EXPECT_EQ(ErrorForText("<?xml version='1.0'?>\n<svg xmlns='...'/>").message,
            "this is an SVG drawing, which is not read here: convert it to JPEG or PNG");
  // A licence may come first.
  const std::string comment = "<!-- " + std::string(5000, 'x') + " <html> -->\n";
  EXPECT_EQ(ErrorForText("<?xml version='1.0'?>\n" + comment + comment + "<svg/>").message,
            "this is an SVG drawing, which is not read here: convert it to JPEG or PNG");
  EXPECT_EQ(ErrorForText("<!-- <svg " + std::string(5000, 'x')).code, "image/unsupported-format");
  EXPECT_EQ(ErrorForText("404: not found\n").message,
            "this is a text file, not a picture: choose a JPEG or PNG file");
}

TEST(Sniff, SaysThatAnEmptyFileIsEmpty) {
  const auto format = SniffFormat({});
  ASSERT_FALSE(format.has_value());
  EXPECT_EQ(format.error().code, "image/empty");
  EXPECT_EQ(format.error().message, "the file is empty (0 bytes): copy or download it again");
}

TEST(Sniff, ShowsTheFirstBytesOfAnythingElse) {
  const auto format = SniffFormat(Bytes{0xFF, 0xD8, 0x00, 0xA0, 0x01});
  ASSERT_FALSE(format.has_value());
  EXPECT_EQ(format.error().code, "image/not-a-picture");
  EXPECT_EQ(format.error().message,
            "this is not a picture: no known format starts with the bytes FF D8 00 A0; "
            "choose a JPEG or PNG file");
}

TEST(Sniff, RefusesEveryFileOfOneByte) {
  for (int byte = 0; byte < 256; ++byte) {
    const auto format = SniffFormat(Bytes{static_cast<uint8_t>(byte)});
    ASSERT_FALSE(format.has_value());
    EXPECT_EQ(format.error().code, "image/not-a-picture") << byte;
  }
}

}  // namespace
}  // namespace glance
