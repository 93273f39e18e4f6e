#include "image/decode.h"

#include <utility>

#include "image/jpeg/decoder.h"
#include "image/jpeg/structure.h"
#include "image/limits.h"
#include "image/orientation.h"
#include "image/png/decoder.h"
#include "image/png/structure.h"
#include "image/sniff.h"

namespace glance {
namespace {

// The functions below check the whole file, then decode it. `will_turn`: the caller turns the
// picture.

Result<DecodedPicture> DecodeJpeg(ByteSpan file, const DecodeLimits& limits, bool will_turn) {
  TRY_ASSIGN(const JpegStructure jpeg, ReadJpegStructure(file, limits));
  const int orientation = ExifOrientation(jpeg.exif);
  TRY(CheckPeak(JpegPeakBytes(jpeg, will_turn && orientation != 1), limits));
  TRY_ASSIGN(DecodedJpeg decoded, DecodeJpegStructure(jpeg, orientation == 1, file.size()));
  return DecodedPicture{.image = std::move(decoded.image),
                        .exif_orientation = orientation,
                        .damage = std::move(decoded.damage)};
}

Result<DecodedPicture> DecodePng(ByteSpan file, const DecodeLimits& limits, bool will_turn) {
  TRY_ASSIGN(const PngStructure png, ReadPngStructure(file, limits));
  const int orientation = ExifOrientation(png.exif);
  TRY(CheckPeak(PngPeakBytes(png, will_turn && orientation != 1), limits));
  TRY_ASSIGN(DecodedPng decoded, DecodePngStructure(png, orientation == 1, file.size()));
  return DecodedPicture{.image = std::move(decoded.image),
                        .exif_orientation = orientation,
                        .alpha_dropped = png.has_alpha,
                        .damage = std::move(decoded.damage)};
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
