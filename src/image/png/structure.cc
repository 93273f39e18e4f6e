#include "image/png/structure.h"

#include <string>

#include "image/bytes.h"
#include "image/image_errors.h"
#include "image/limits.h"

namespace glance {
namespace {

std::unexpected<Error> PrivateVariant(const PngChunk& chunk) {
  return Fail(error_code::kImageUnsupportedFormat,
              {"this is a private variant of PNG (chunk ", chunk.type,
               "), which only the program that made it reads: save it as plain PNG"});
}

Result<PngStructure> ReadHeader(PngChunkReader& reader) {
  TRY_ASSIGN(const PngChunk chunk, reader.Next());
  if (chunk.type == "CgBI") return PrivateVariant(chunk);
  if (chunk.type != "IHDR") return Damaged("the PNG does not begin with its header");
  TRY_ASSIGN(const PngHeader header, ParsePngHeader(chunk.data));
  return PngStructure{.header = header,
                      .has_alpha = header.has_alpha_channel,
                      .is_header_sure = chunk.ChecksumMatches()};
}

Result<void> TakePalette(PngStructure& png, const PngChunk& chunk) {
  constexpr size_t kMaxPaletteBytes = size_t{3} * 256;
  if (!png.header.has_palette) return {};
  if (!png.palette.empty()) return Damaged("the PNG has two palettes");
  if (chunk.data.empty() || chunk.data.size() % 3 != 0 || chunk.data.size() > kMaxPaletteBytes) {
    return Damaged({"the PNG's palette has ", GroupDigits(chunk.data.size()), " bytes"});
  }
  png.palette = chunk.data;
  return {};
}

Result<void> TakeImageData(PngStructure& png, const PngChunk& chunk, ByteSpan rest) {
  if (png.header.has_palette && png.palette.empty()) {
    return Damaged("the PNG's palette is missing");
  }
  if (png.image_chunks++ == 0) png.first_image_data = rest;
  png.compressed_bytes += chunk.data.size();
  return {};
}

// `rest` is the file from the chunk on.
Result<void> TakeChunk(PngStructure& png, const PngChunk& chunk, ByteSpan rest) {
  const bool is_right = chunk.ChecksumMatches();
  if (!is_right) png.has_wrong_checksum = true;
  if (chunk.type == "IDAT") return TakeImageData(png, chunk, rest);
  if (chunk.is_cut) return Damaged("the PNG's end is missing");
  if (chunk.type == "IEND") png.has_end = true;
  if (chunk.type == "PLTE") return TakePalette(png, chunk);
  if (chunk.type == "tRNS") png.has_alpha = true;
  if (chunk.type == "eXIf" && is_right) png.exif = chunk.data;
  if (!chunk.IsCritical() || png.has_end) return {};
  if (chunk.type == "IHDR") return Damaged("the PNG has two headers");
  if (is_right) return PrivateVariant(chunk);
  return Damaged({"a part of the PNG (chunk ", chunk.type, ") is wrong"});
}

// Deflate makes at most 258 bytes of 2 bits, and half of the picture may be missing. Checked before
// any memory is taken for the pixels.
Result<void> CheckEnoughData(const PngStructure& png) {
  constexpr uint64_t kMaxBytesPerByte = 4 * uint64_t{258};
  if (png.compressed_bytes == 0) return Damaged("the PNG has no image data");
  if (PngFilteredBytes(png.header) / 2 / kMaxBytesPerByte <= png.compressed_bytes) return {};
  return Damaged({"the PNG's ", GroupDigits(png.compressed_bytes),
                  " bytes of image data cannot hold ", GroupDigits(png.header.width_px), " x ",
                  GroupDigits(png.header.height_px), " pixels"});
}

}  // namespace

Result<PngStructure> ReadPngStructure(ByteSpan file, const DecodeLimits& limits) {
  if (!StartsWith(file, kPngSignature)) {
    return Damaged("the PNG's first eight bytes are wrong, as after a transfer in text mode");
  }
  PngChunkReader reader(file);
  TRY_ASSIGN(PngStructure png, ReadHeader(reader));
  TRY(CheckDimensions(png.header.width_px, png.header.height_px, limits));
  while (!png.has_end) {
    const ByteSpan rest = reader.rest();
    const auto chunk = reader.Next();
    const Result<void> taken =
        chunk ? TakeChunk(png, *chunk, rest) : std::unexpected(chunk.error());
    if (taken) continue;
    // The image data so far may show the picture.
    const bool is_damage = taken.error().code == error_code::kImageDamaged;
    if (png.compressed_bytes == 0 || !is_damage) return std::unexpected(taken.error());
    break;
  }
  TRY(CheckEnoughData(png));
  return png;
}

}  // namespace glance
