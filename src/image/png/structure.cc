#include "image/png/structure.h"

#include <string>

#include "image/bytes.h"
#include "image/image_errors.h"
#include "image/limits.h"

namespace glance {
namespace {

// Checksums of other chunks do not change the picture.
bool ChecksumMatters(const PngChunk& chunk) { return chunk.IsCritical() || chunk.type == "tRNS"; }

Result<PngChunk> NextChecked(PngChunkReader& reader) {
  TRY_ASSIGN(PngChunk chunk, reader.Next());
  if (ChecksumMatters(chunk) && !chunk.ChecksumMatches()) {
    return Damaged({"a part of the PNG (chunk ", chunk.type, ") has a wrong checksum"});
  }
  return chunk;
}

std::unexpected<Error> PrivateVariant(const PngChunk& chunk) {
  return Fail(error_code::kImageUnsupportedFormat,
              {"this is a private variant of PNG (chunk ", chunk.type,
               "), which only the program that made it reads: save it as plain PNG"});
}

Result<PngStructure> ReadHeader(PngChunkReader& reader) {
  TRY_ASSIGN(const PngChunk chunk, NextChecked(reader));
  if (chunk.type == "CgBI") return PrivateVariant(chunk);
  if (chunk.type != "IHDR") return Damaged("the PNG does not begin with its header");
  TRY_ASSIGN(const PngHeader header, ParsePngHeader(chunk.data));
  return PngStructure{
      .header = header, .header_chunk = chunk, .has_alpha = header.has_alpha_channel};
}

Result<void> TakePalette(PngStructure& png, const PngChunk& chunk) {
  constexpr size_t kMaxPaletteBytes = size_t{3} * 256;
  if (!png.header.has_palette) return {};
  if (!png.palette_chunk.empty()) return Damaged("the PNG has two palettes");
  if (chunk.data.empty() || chunk.data.size() % 3 != 0 || chunk.data.size() > kMaxPaletteBytes) {
    return Damaged({"the PNG's palette has ", GroupDigits(chunk.data.size()), " bytes"});
  }
  png.palette_chunk = chunk.whole;
  return {};
}

Result<void> TakeImageData(PngStructure& png, const PngChunk& chunk) {
  if (png.header.has_palette && png.palette_chunk.empty()) {
    return Damaged("the PNG's palette is missing");
  }
  png.compressed_bytes += chunk.data.size();
  return {};
}

Result<void> TakeChunk(PngStructure& png, const PngChunk& chunk) {
  if (chunk.type == "IHDR") return Damaged("the PNG has two headers");
  if (chunk.type == "PLTE") return TakePalette(png, chunk);
  if (chunk.type == "IDAT") return TakeImageData(png, chunk);
  if (chunk.type == "tRNS") png.has_alpha = true;
  if (chunk.type == "eXIf" && chunk.ChecksumMatches()) png.exif = chunk.data;
  if (chunk.IsCritical()) return PrivateVariant(chunk);
  return {};
}

// Deflate makes at most 258 bytes of 2 bits. Checked before any memory is taken for the pixels.
Result<void> CheckEnoughData(const PngStructure& png) {
  constexpr uint64_t kMaxBytesPerByte = 4 * uint64_t{258};
  if (png.compressed_bytes == 0) return Damaged("the PNG has no image data");
  if (PngFilteredBytes(png.header) / kMaxBytesPerByte <= png.compressed_bytes) return {};
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
  for (;;) {
    TRY_ASSIGN(const PngChunk chunk, NextChecked(reader));
    if (chunk.type == "IEND") break;
    TRY(TakeChunk(png, chunk));
  }
  TRY(CheckEnoughData(png));
  return png;
}

}  // namespace glance
