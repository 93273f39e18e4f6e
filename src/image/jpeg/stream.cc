#include "image/jpeg/stream.h"

#include <algorithm>
#include <array>
#include <utility>

#include "image/bytes.h"

namespace glance {
namespace {

using std::string_view_literals::operator""sv;

// 1,024 one-bits (FF is followed by 00 in coded data). No code consists of ones only, and this is
// longer than any run of bits that is read without a code except in a refining scan.
constexpr size_t kPaddingBytes = 256;

constexpr std::array<uint8_t, kPaddingBytes> MakePadding() {
  std::array<uint8_t, kPaddingBytes> padding{};
  for (size_t i = 0; i < kPaddingBytes; i += 2) padding[i] = 0xFF;
  return padding;
}

constexpr auto kPadding = MakePadding();
constexpr std::string_view kStart = "\xFF\xD8"sv;
constexpr std::string_view kEnd = "\xFF\xD9"sv;
// Version 100, no flags, colours not transformed.
constexpr std::string_view kAdobeCmyk =
    "\xFF\xEE\0\x0E"
    "Adobe\0\x64\0\0\0\0\0"sv;

// Browsers and Pillow read four components without an Adobe segment as CMYK the way Photoshop
// stores it. stb_image takes them for YCbCr and alpha, so the stream gets an Adobe segment.
std::string_view ColourNote(const JpegStructure& jpeg) {
  const bool unnamed = jpeg.frame.component_count == 4 && !jpeg.has_adobe_segment;
  return unnamed ? kAdobeCmyk : ""sv;
}

}  // namespace

uint64_t JpegStreamBytes(const JpegStructure& jpeg) {
  uint64_t bytes = kStart.size() + ColourNote(jpeg).size() + kEnd.size();
  for (const JpegPiece& piece : jpeg.pieces) {
    bytes += piece.bytes.size() + (piece.is_scan ? kPaddingBytes : 0);
  }
  return bytes;
}

Result<Buffer<uint8_t>> MakeJpegStream(const JpegStructure& jpeg) {
  TRY_ASSIGN(auto buffer, Buffer<uint8_t>::Create(static_cast<size_t>(JpegStreamBytes(jpeg))));
  StreamWriter writer(std::move(buffer));
  writer.Append(kStart);
  writer.Append(ColourNote(jpeg));
  for (const JpegPiece& piece : jpeg.pieces) {
    writer.Append(piece.bytes);
    if (piece.is_scan) writer.Append(kPadding);
  }
  writer.Append(kEnd);
  return std::move(writer).Take();
}

// Counts the blocks of stb_image 2.30's JPEG path: each component has a plane of whole MCUs, in a
// progressive file also its coefficients (2 bytes each). These and the stream live until the RGB
// picture is complete. The picture is turned after that. Tables of a few kilobytes are not counted.
uint64_t JpegPeakBytes(const JpegStructure& jpeg, bool turned) {
  const JpegFrame& frame = jpeg.frame;
  uint64_t planes = 0;
  for (int i = 0; i < frame.component_count; ++i) {
    planes += static_cast<uint64_t>(frame.BlocksInMcus(i)) * 64;
  }
  const uint64_t coefficients = frame.progressive ? planes * 2 : 0;
  const uint64_t one_line_each = uint64_t{4} * frame.width_px;
  const uint64_t picture = uint64_t{3} * frame.width_px * frame.height_px;
  const uint64_t decoding = JpegStreamBytes(jpeg) + planes + coefficients + one_line_each + picture;
  return turned ? std::max(decoding, picture * 2) : decoding;
}

}  // namespace glance
