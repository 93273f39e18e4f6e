// The formats' own specifications, as collected in the PRONOM registry and file(1).
#include "image/magic_numbers.h"

#include <span>
#include <string_view>

#include "image/starts_with.h"

namespace glance {
namespace {

using std::string_view_literals::operator""sv;

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

}  // namespace

std::optional<OtherFormat> FindMagicNumber(ByteSpan bytes) {
  return StartsWith(bytes, "RIFF") ? FindIn(kRiffKinds, bytes) : FindIn(kMagics, bytes);
}

}  // namespace glance
