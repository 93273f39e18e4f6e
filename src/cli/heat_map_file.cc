#include "cli/heat_map_file.h"

#include "cli/files.h"
#include "image/decode.h"
#include "image/encode_png.h"

namespace glance::cli {
namespace {

// The same field of view as the network's input, with more pixels for people.
PreprocessSpec Enlarged(PreprocessSpec spec) {
  constexpr int kFactor = 3;
  spec.crop_height_px *= kFactor;
  spec.crop_width_px *= kFactor;
  spec.resize_shorter_px *= kFactor;
  return spec;
}

}  // namespace

Result<void> WriteHeatMap(const std::string& path, ByteSpan picture, const HeatMap& map,
                          const PreprocessSpec& preprocess) {
  constexpr float kOpacity = 0.5f;
  TRY_ASSIGN(const DecodedPicture decoded, DecodePicture(picture));
  TRY_ASSIGN(const Image view, ResizeAndCrop(decoded.image, Enlarged(preprocess)));
  TRY_ASSIGN(const Image overlay, OverlayHeatMap(view, map, kOpacity));
  TRY_ASSIGN(const auto png, EncodePng(overlay));
  return WriteFile(path, png.span());
}

}  // namespace glance::cli
