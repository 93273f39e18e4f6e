#include "image/decode.h"

#include <utility>

#include "image/budget.h"
#include "image/exif.h"
#include "image/jpeg_memory.h"
#include "image/jpeg_stream.h"
#include "image/jpeg_structure.h"
#include "image/orient.h"
#include "image/png_memory.h"
#include "image/png_stream.h"
#include "image/png_structure.h"
#include "image/sniff.h"
#include "image/stb_decode.h"

namespace glance {
namespace {

// The functions below check everything, then make the stream, then decode it; the stream is gone
// before the picture is turned.

Result<Image> DecodeJpegPixels(const JpegStructure& jpeg) {
  TRY_ASSIGN(const auto stream, MakeJpegStream(jpeg));
  return DecodeStream(stream.span(), /*unpack_limit_bytes=*/0);
}

Result<DecodedPicture> DecodeJpeg(ByteSpan file, const DecodeLimits& limits) {
  TRY_ASSIGN(const JpegStructure jpeg, ReadJpegStructure(file, limits));
  const int orientation = ExifOrientation(jpeg.exif);
  TRY(CheckPeak(JpegPeakBytes(jpeg, orientation != 1), limits));
  TRY_ASSIGN(Image stored, DecodeJpegPixels(jpeg));
  TRY_ASSIGN(Image upright, Orient(std::move(stored), orientation));
  return DecodedPicture{.image = std::move(upright), .exif_orientation = orientation};
}

Result<Image> DecodePngPixels(ByteSpan file, const PngStructure& png, uint64_t unpack_limit_bytes) {
  TRY_ASSIGN(const auto stream, MakePngStream(file, png));
  return DecodeStream(stream.span(), unpack_limit_bytes);
}

Result<DecodedPicture> DecodePng(ByteSpan file, const DecodeLimits& limits) {
  TRY_ASSIGN(const PngStructure png, ReadPngStructure(file, limits));
  const int orientation = ExifOrientation(png.exif);
  const PngMemoryPlan memory = PlanPngMemory(png, orientation != 1, limits);
  TRY(CheckPeak(memory.peak_bytes, limits));
  TRY_ASSIGN(Image stored, DecodePngPixels(file, png, memory.unpack_limit_bytes));
  TRY_ASSIGN(Image upright, Orient(std::move(stored), orientation));
  return DecodedPicture{
      .image = std::move(upright), .exif_orientation = orientation, .alpha_dropped = png.has_alpha};
}

}  // namespace

Result<DecodedPicture> DecodePicture(ByteSpan bytes, const DecodeLimits& limits) {
  TRY(CheckFileBytes(bytes.size(), limits));
  TRY_ASSIGN(const PictureFormat format, SniffFormat(bytes));
  return format == PictureFormat::kJpeg ? DecodeJpeg(bytes, limits) : DecodePng(bytes, limits);
}

}  // namespace glance
