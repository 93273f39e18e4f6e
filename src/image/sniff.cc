// Recognises JPEG and PNG by their first bytes, and many other kinds of files, so that the error
// message can name what was given.
#include "image/sniff.h"

#include <algorithm>
#include <cctype>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/error_codes.h"
#include "image/bytes.h"

namespace glance {
namespace {

using std::string_view_literals::operator""sv;

// The magic numbers are those of the formats' own specifications, as collected in the PRONOM
// registry and file(1).
struct Magic {
  size_t offset;
  std::string_view text;
  OtherFormat format;
};

constexpr Magic kRiffKinds[] = {
    {8, "WEBP"sv, {"a WebP picture", true}},
    {8, "AVI "sv, {"an AVI video", false}},
    {8, "WAVE"sv, {"a WAV sound", false}},
};

// The first that fits counts: a special kind of a format comes before the general one.
constexpr Magic kMagics[] = {
    {0, "GIF8"sv, {"a GIF picture", true}},
    {4, "ftypavif"sv, {"an AVIF picture", true}},
    {4, "ftypavis"sv, {"an AVIF picture", true}},
    {4, "ftyphei"sv, {"a HEIC picture", true}},
    {4, "ftyphev"sv, {"a HEIC picture", true}},
    {4, "ftypcrx"sv, {"a raw camera picture (CR3)", true}},
    {4, "ftyp"sv, {"an MP4 or QuickTime video", false}},
    {0, "\x00\x00\x00\x0CJXL \r\n"sv, {"a JPEG XL picture", true}},
    {0, "\xFF\x0A"sv, {"a JPEG XL picture", true}},
    {0, "\x00\x00\x00\x0CjP  \r\n"sv, {"a JPEG 2000 picture", true}},
    {0, "\xFF\x4F\xFF\x51"sv, {"a JPEG 2000 picture", true}},
    {0, "II\xBC\x01"sv, {"a JPEG XR picture", true}},
    {8, "CR\x02\0"sv, {"a raw camera picture (CR2)", true}},
    {6, "HEAPCCDR"sv, {"a raw camera picture (CRW)", true}},
    {0, "FUJIFILMCCD-RAW"sv, {"a raw camera picture (RAF)", true}},
    {0, "IIRO"sv, {"a raw camera picture (ORF)", true}},
    {0, "IIRS"sv, {"a raw camera picture (ORF)", true}},
    {0, "MMOR"sv, {"a raw camera picture (ORF)", true}},
    {0, "IIU\0"sv, {"a raw camera picture (RW2)", true}},
    {0, "FOVb"sv, {"a raw camera picture (X3F)", true}},
    {0, "\0MRM"sv, {"a raw camera picture (MRW)", true}},
    {0, "II*\0"sv, {"a TIFF or raw camera picture", true}},
    {0, "MM\0*"sv, {"a TIFF or raw camera picture", true}},
    {0, "II+\0"sv, {"a BigTIFF picture", true}},
    {0, "MM\0+"sv, {"a BigTIFF picture", true}},
    {0, "8BPS"sv, {"a Photoshop picture", true}},
    {0, "\x76\x2F\x31\x01"sv, {"an OpenEXR picture", true}},
    {0, "#?RADIANCE"sv, {"a Radiance HDR picture", true}},
    {0, "gimp xcf"sv, {"a GIMP picture", true}},
    {0, "AT&TFORM"sv, {"a DjVu document", false}},
    {0, "icns"sv, {"an icon (ICNS)", true}},
    {128, "DICM"sv, {"a DICOM picture", true}},
    {0, "SIMPLE  ="sv, {"a FITS picture", true}},
    {0, "\x8BJNG\r\n"sv, {"a JNG picture", true}},
    {0, "BPG\xFB"sv, {"a BPG picture", true}},
    {0, "FLIF"sv, {"a FLIF picture", true}},
    {0, "\xABKTX "sv, {"a KTX texture", true}},
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

std::optional<OtherFormat> FindIn(std::span<const Magic> magics, ByteSpan bytes) {
  for (const Magic& magic : magics) {
    if (StandsAt(bytes, magic.offset, magic.text)) return magic.format;
  }
  return std::nullopt;
}

// Nothing when the file has none of these magic numbers, a text at a fixed place.
std::optional<OtherFormat> FindMagicNumber(ByteSpan bytes) {
  return StartsWith(bytes, "RIFF") ? FindIn(kRiffKinds, bytes) : FindIn(kMagics, bytes);
}

// Two letters are a weak magic number, so the size of the header behind them is looked at: that of
// OS/2 or of one of Windows' versions. The reserved bytes before it may be anything.
bool IsBmp(ByteSpan bytes) {
  constexpr uint8_t kHeaderSizes[] = {12, 16, 40, 52, 56, 64, 108, 124};
  return StartsWith(bytes, "BM") && StandsAt(bytes, 15, "\0\0\0"sv) &&
         std::ranges::find(kHeaderSizes, bytes[14]) != std::end(kHeaderSizes);
}

// HEIF is a family of formats. Its general brands (mif1, msf1) do not say what is inside; the list
// of compatible brands may.
std::optional<OtherFormat> RecogniseHeif(ByteSpan bytes) {
  if (!StandsAt(bytes, 4, "ftypmif1"sv) && !StandsAt(bytes, 4, "ftypmsf1"sv)) return std::nullopt;
  const size_t end = std::min<size_t>({bytes.size(), ReadU32Be(bytes, 0), 128});
  for (size_t offset = 16; offset + 4 <= end; offset += 4) {
    if (StandsAt(bytes, offset, "avif"sv)) return OtherFormat{"an AVIF picture", true};
    if (StandsAt(bytes, offset, "hei"sv)) return OtherFormat{"a HEIC picture", true};
  }
  return OtherFormat{"a HEIF picture", true};
}

// An icon file holds at least one picture, and the first one's reserved byte is 0.
bool IsIcon(ByteSpan bytes, std::string_view signature) {
  return StartsWith(bytes, signature) && bytes.size() >= 22 && bytes[4] != 0 && bytes[9] == 0;
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

// Its first kilobyte in lower case, when it can be text.
std::optional<std::string> AsText(ByteSpan bytes) {
  std::string text;
  for (const uint8_t byte : bytes.first(std::min<size_t>(bytes.size(), 1024))) {
    if (!OccursInText(byte)) return std::nullopt;
    text += static_cast<char>(std::tolower(byte));
  }
  return text;
}

// What follows the spaces and comments at the start of an XML document, of which a licence may be
// one. All of `bytes` when nothing does.
ByteSpan BehindComments(ByteSpan bytes) {
  const std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  size_t at = StartsWith(bytes, "\xEF\xBB\xBF") ? 3 : 0;  // byte order mark
  for (;;) {
    while (at < text.size() && std::isspace(bytes[at]) != 0) ++at;
    const std::string_view rest = text.substr(at);
    const std::string_view end = rest.starts_with("<!--") ? "-->"sv : "?>"sv;
    if (!rest.starts_with("<!--") && !rest.starts_with("<?")) return bytes.subspan(at);
    const size_t found = text.find(end, at);
    if (found == std::string_view::npos) return bytes;
    at = found + end.size();
  }
}

std::optional<OtherFormat> RecogniseText(ByteSpan bytes) {
  if (!AsText(bytes)) return std::nullopt;
  const auto text = AsText(BehindComments(bytes));
  if (!text) return std::nullopt;
  if (text->contains("<!doctype html") || text->contains("<html")) {
    return OtherFormat{"a web page (HTML)", false};
  }
  if (text->contains("<svg")) return OtherFormat{"an SVG drawing", true};
  return OtherFormat{"a text file", false};
}

// Looks at the name only, so that a PNG whose signature a text-mode transfer changed is reported as
// damaged instead of unknown.
bool IsPng(ByteSpan bytes) { return StandsAt(bytes, 1, "PNG"); }
bool IsJpeg(ByteSpan bytes) { return StartsWith(bytes, "\xFF\xD8\xFF"); }

std::string FirstBytesInHex(ByteSpan bytes) {
  constexpr char kDigits[] = "0123456789ABCDEF";
  std::string hex;
  for (const uint8_t byte : bytes.first(std::min<size_t>(bytes.size(), 4))) {
    if (!hex.empty()) hex += ' ';
    hex += kDigits[byte >> 4];
    hex += kDigits[byte & 15];
  }
  return hex;
}

std::unexpected<Error> Refuse(ByteSpan bytes) {
  const auto other = RecogniseOtherFormat(bytes);
  if (!other) {
    return Fail(error_code::kImageNotAPicture,
                {"this is not a picture: no known format starts with the bytes ",
                 FirstBytesInHex(bytes), "; choose a JPEG or PNG file"});
  }
  const std::string name(other->name);
  if (other->is_picture) {
    return Fail(error_code::kImageUnsupportedFormat,
                {"this is ", name, ", which is not read here: convert it to JPEG or PNG"});
  }
  return Fail(error_code::kImageNotAPicture,
              {"this is ", name, ", not a picture: choose a JPEG or PNG file"});
}

}  // namespace

std::optional<OtherFormat> RecogniseOtherFormat(ByteSpan bytes) {
  if (const auto format = RecogniseHeif(bytes)) return format;
  if (const auto format = FindMagicNumber(bytes)) return format;
  if (IsBmp(bytes)) return OtherFormat{"a BMP picture", true};
  if (IsIcon(bytes, "\0\0\1\0"sv)) return OtherFormat{"an icon (ICO)", true};
  if (IsIcon(bytes, "\0\0\2\0"sv)) return OtherFormat{"a cursor (CUR)", true};
  if (IsNetpbm(bytes)) return OtherFormat{"a Netpbm picture", true};
  return RecogniseText(bytes);
}

Result<PictureFormat> SniffFormat(ByteSpan bytes) {
  if (bytes.empty()) {
    return Fail(error_code::kImageEmpty, "the file is empty (0 bytes): copy or download it again");
  }
  if (IsJpeg(bytes)) return PictureFormat::kJpeg;
  if (IsPng(bytes)) return PictureFormat::kPng;
  return Refuse(bytes);
}

}  // namespace glance
