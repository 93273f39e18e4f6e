#include "cli/heat_map_file.h"

#include <algorithm>
#include <limits>

#include "cli/files.h"
#include "image/decode.h"
#include "image/stb.h"
#include "preprocess/view.h"

namespace glance::cli {
namespace {

constexpr int kFactor = 3;

Size Enlarged(Size size) { return {size.height_px * kFactor, size.width_px * kFactor}; }

// The same part of the picture, to the last fraction, with more pixels for people; as it is when it
// would become too long to be counted.
Frame Enlarged(const Frame& frame) {
  const auto& [source, resized, view] = frame;
  const int longest = std::max(resized.height_px, resized.width_px);
  if (longest > std::numeric_limits<int>::max() / kFactor) return frame;
  return {source,
          Enlarged(resized),
          {view.top_px * kFactor, view.left_px * kFactor, Enlarged(view.size)}};
}

}  // namespace

Result<void> WriteHeatMap(const std::string& path, ByteSpan picture, const Framing& framing,
                          const PreprocessSpec& preprocess, const HeatMap& map) {
  constexpr float kOpacity = 0.5f;
  TRY_ASSIGN(const DecodedPicture decoded, DecodePicture(picture));
  const Size upright{decoded.image.height_px(), decoded.image.width_px()};
  TRY_ASSIGN(const Frame frame, FrameOf(upright, preprocess, framing));
  TRY_ASSIGN(const Image view, RenderView(decoded.image, Enlarged(frame), preprocess));
  TRY_ASSIGN(const Image overlay, OverlayHeatMap(view, map, kOpacity));
  TRY_ASSIGN(const auto png, EncodePng(overlay));
  return WriteFile(path, png.span());
}

}  // namespace glance::cli
