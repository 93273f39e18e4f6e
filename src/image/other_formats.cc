// Magic numbers: the formats' own specifications, as collected in the PRONOM registry and file(1).
#include "image/other_formats.h"

#include <algorithm>
#include <cctype>
#include <span>
#include <string>

#include "image/starts_with.h"

namespace glance {
namespace {

using std::string_view_literals::operator""sv;

struct Magic {
  size_t offset;
  std::string_view text;
  OtherFormat format;
};

constexpr Magic kMagics[] = {
    {0, "GIF8"sv, {"a GIF picture", true}},
    {4, "ftypavif"sv, {"an AVIF picture", true}},
    {4, "ftypavis"sv, {"an AVIF picture", true}},
    {4, "ftyphei"sv, {"a HEIC picture", true}},
    {4, "ftyphev"sv, {"a HEIC picture", true}},
    {4, "ftypmif1"sv, {"a HEIF picture", true}},
    {4, "ftypmsf1"sv, {"a HEIF picture", true}},
    {4, "ftypcrx"sv, {"a raw camera picture (CR3)", true}},
    {4, "ftyp"sv, {"an MP4 or QuickTime video", false}},
    {0, "\x00\x00\x00\x0CJXL \r\n"sv, {"a JPEG XL picture", true}},
    {0, "\xFF\x0A"sv, {"a JPEG XL picture", true}},
    {0, "\x00\x00\x00\x0CjP  \r\n"sv, {"a JPEG 2000 picture", true}},
    {0, "\xFF\x4F\xFF\x51"sv, {"a JPEG 2000 picture", true}},
    {0, "II\xBC\x01"sv, {"a JPEG XR picture", true}},
    {0, "II*\0"sv, {"a TIFF or raw camera picture", true}},
    {0, "MM\0*"sv, {"a TIFF or raw camera picture", true}},
    {0, "II+\0"sv, {"a BigTIFF picture", true}},
    {0, "MM\0+"sv, {"a BigTIFF picture", true}},
    {0, "8BPS"sv, {"a Photoshop picture", true}},
    {0, "\x76\x2F\x31\x01"sv, {"an OpenEXR picture", true}},
    {0, "#?RADIANCE"sv, {"a Radiance HDR picture", true}},
    {0, "qoif"sv, {"a QOI picture", true}},
    {0, "DDS "sv, {"a DDS texture", true}},
    {0, "\x8AMNG\r\n"sv, {"an MNG animation", true}},
    {0, "%PDF-"sv, {"a PDF document", false}},
    {0, "PK\x03\x04"sv, {"a ZIP archive or office document", false}},
    {0, "PK\x05\x06"sv, {"an empty ZIP archive", false}},
    {0, "\x1F\x8B"sv, {"a gzip archive", false}},
    {0, "7z\xBC\xAF\x27\x1C"sv, {"a 7-Zip archive", false}},
    {0, "Rar!\x1A"sv, {"a RAR archive", false}},
    {0,
     "\x7F"
     "ELF"sv,
     {"a program (ELF)", false}},
    {0, "MZ"sv, {"a Windows program", false}},
    {0, "\0asm"sv, {"a WebAssembly program", false}},
    {0, "%!PS"sv, {"a PostScript document", false}},
    {0, "\x1A\x45\xDF\xA3"sv, {"a Matroska or WebM video", false}},
};

constexpr Magic kRiffKinds[] = {
    {8, "WEBP"sv, {"a WebP picture", true}},
    {8, "AVI "sv, {"an AVI video", false}},
    {8, "WAVE"sv, {"a WAV sound", false}},
};

std::optional<OtherFormat> FindMagic(ByteSpan bytes, std::span<const Magic> magics) {
  for (const Magic& magic : magics) {
    if (StandsAt(bytes, magic.offset, magic.text)) return magic.format;
  }
  return std::nullopt;
}

// Two letters are a weak magic number: the reserved and header-size fields must fit too.
bool IsBmp(ByteSpan bytes) {
  return StartsWith(bytes, "BM") && StandsAt(bytes, 6, "\0\0\0\0"sv) &&
         StandsAt(bytes, 15, "\0\0\0"sv);
}

// An icon file holds at least one picture, and the first one's reserved byte is 0.
bool IsIco(ByteSpan bytes) {
  return StartsWith(bytes, "\0\0\1\0"sv) && bytes.size() >= 22 && bytes[4] != 0 && bytes[9] == 0;
}

bool IsNetpbm(ByteSpan bytes) {
  return bytes.size() >= 3 && bytes[0] == 'P' && bytes[1] >= '1' && bytes[1] <= '7' &&
         std::isspace(bytes[2]) != 0;
}

// False for control characters and for bytes that never occur in UTF-8.
bool OccursInText(uint8_t byte) {
  if (byte < ' ') return std::isspace(byte) != 0;
  return byte != 0x7F && byte != 0xC0 && byte != 0xC1 && byte < 0xF5;
}

// The first kilobyte in lower case, when it can be text.
std::optional<std::string> AsText(ByteSpan bytes) {
  std::string text;
  for (const uint8_t byte : bytes.first(std::min<size_t>(bytes.size(), 1024))) {
    if (!OccursInText(byte)) return std::nullopt;
    text += static_cast<char>(std::tolower(byte));
  }
  return text;
}

std::optional<OtherFormat> RecogniseText(ByteSpan bytes) {
  const auto text = AsText(bytes);
  if (!text) return std::nullopt;
  if (text->contains("<!doctype html") || text->contains("<html")) {
    return OtherFormat{"a web page (HTML)", false};
  }
  if (text->contains("<svg")) return OtherFormat{"an SVG drawing", true};
  return OtherFormat{"a text file", false};
}

}  // namespace

std::optional<OtherFormat> RecogniseOtherFormat(ByteSpan bytes) {
  if (StartsWith(bytes, "RIFF")) return FindMagic(bytes, kRiffKinds);
  if (const auto format = FindMagic(bytes, kMagics)) return format;
  if (IsBmp(bytes)) return OtherFormat{"a BMP picture", true};
  if (IsIco(bytes)) return OtherFormat{"an icon (ICO)", true};
  if (IsNetpbm(bytes)) return OtherFormat{"a Netpbm picture", true};
  return RecogniseText(bytes);
}

}  // namespace glance
