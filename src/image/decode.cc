#include "image/decode.h"

#include <utility>

#include "image/jpeg/stream.h"
#include "image/jpeg/structure.h"
#include "image/limits.h"
#include "image/orientation.h"
#include "image/png/stream.h"
#include "image/png/structure.h"
#include "image/sniff.h"
#include "image/stb.h"

namespace glance {
namespace {

// The functions below check the whole file, make the stream for the decoder, then decode it. They
// free the stream before the picture is turned, to save memory. `will_turn`: the caller turns it.

Result<Image> DecodeJpegPixels(const JpegStructure& jpeg) {
  TRY_ASSIGN(const auto stream, MakeJpegStream(jpeg));
  return DecodeStream(stream.span(), /*unpack_limit_bytes=*/0);
}

Result<DecodedPicture> DecodeJpeg(ByteSpan file, const DecodeLimits& limits, bool will_turn) {
  TRY_ASSIGN(const JpegStructure jpeg, ReadJpegStructure(file, limits));
  const int orientation = ExifOrientation(jpeg.exif);
  TRY(CheckPeak(JpegPeakBytes(jpeg, will_turn && orientation != 1), limits));
  TRY_ASSIGN(Image stored, DecodeJpegPixels(jpeg));
  return DecodedPicture{.image = std::move(stored), .exif_orientation = orientation};
}

Result<Image> DecodePngPixels(ByteSpan file, const PngStructure& png, uint64_t unpack_limit_bytes) {
  TRY_ASSIGN(const auto stream, MakePngStream(file, png));
  return DecodeStream(stream.span(), unpack_limit_bytes);
}

Result<DecodedPicture> DecodePng(ByteSpan file, const DecodeLimits& limits, bool will_turn) {
  TRY_ASSIGN(const PngStructure png, ReadPngStructure(file, limits));
  const int orientation = ExifOrientation(png.exif);
  const PngMemoryPlan memory = PlanPngMemory(png, will_turn && orientation != 1, limits);
  TRY(CheckPeak(memory.peak_bytes, limits));
  TRY_ASSIGN(Image stored, DecodePngPixels(file, png, memory.unpack_limit_bytes));
  return DecodedPicture{
      .image = std::move(stored), .exif_orientation = orientation, .alpha_dropped = png.has_alpha};
}

Result<DecodedPicture> Decode(ByteSpan file, const DecodeLimits& limits, bool will_turn) {
  TRY(CheckFileBytes(file.size(), limits));
  TRY_ASSIGN(const PictureFormat format, SniffFormat(file));
  const auto decode = format == PictureFormat::kJpeg ? DecodeJpeg : DecodePng;
  return decode(file, limits, will_turn);
}

}  // namespace

Result<DecodedPicture> DecodeAsStored(ByteSpan bytes, const DecodeLimits& limits) {
  return Decode(bytes, limits, /*will_turn=*/false);
}

Result<DecodedPicture> DecodePicture(ByteSpan bytes, const DecodeLimits& limits) {
  TRY_ASSIGN(DecodedPicture picture, Decode(bytes, limits, /*will_turn=*/true));
  TRY_ASSIGN(picture.image, Orient(std::move(picture.image), picture.exif_orientation));
  return picture;
}

}  // namespace glance
