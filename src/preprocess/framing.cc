// The three fits differ in what size the source gets and where the network's input lies on it.
#include "preprocess/framing.h"

#include <optional>

#include "base/error_codes.h"
#include "base/result.h"
#include "glance/preprocessing.h"
#include "preprocess/geometry.h"

namespace glance {
namespace {

std::unexpected<Error> Refused(TextPieces message) {
  return Fail(error_code::kCallBadArgument, message);
}

bool HasPixels(Size size) { return size.height_px >= 1 && size.width_px >= 1; }

bool IsInside(const Region& region, Size picture) {
  return region.x >= 0 && region.y >= 0 && region.x <= picture.width_px - region.width &&
         region.y <= picture.height_px - region.height;
}

Result<Region> SourceOf(Size upright, const std::optional<Region>& region) {
  if (!region) return WholeOf(upright);
  const auto& [x, y, width, height] = *region;
  if (!HasPixels(SizeOf(*region))) return Refused({"region of ", width, "x", height, " pixels"});
  if (IsInside(*region, upright)) return *region;
  return Refused({"region of ", width, "x", height, " pixels at ", x, ", ", y,
                  " is not inside the picture of ", upright.width_px, "x", upright.height_px});
}

Result<Frame> Cropped(const Region& source, Size input, const PreprocessSpec& spec) {
  if (spec.resize_shorter_px < 1) {
    return Refused({"shorter side of ", spec.resize_shorter_px, " pixels"});
  }
  const Size resized = ResizedSize(SizeOf(source), spec.resize_shorter_px, spec.longer_side);
  if (input.height_px > resized.height_px || input.width_px > resized.width_px) {
    return Refused({"crop of ", input.width_px, "x", input.height_px,
                    " pixels is larger than the resized picture of ", resized.width_px, "x",
                    resized.height_px});
  }
  return Frame{source,
               resized,
               {CenterCropOffset(resized.width_px, input.width_px, spec.crop_offset),
                CenterCropOffset(resized.height_px, input.height_px, spec.crop_offset),
                input.width_px, input.height_px}};
}

// Padded as Pillow's ImageOps.pad does.
Frame Letterboxed(const Region& source, Size input) {
  const Size resized = ContainedSize(SizeOf(source), input);
  return {source,
          resized,
          {-CenterCropOffset(input.width_px, resized.width_px),
           -CenterCropOffset(input.height_px, resized.height_px), input.width_px, input.height_px}};
}

}  // namespace

Result<Frame> FrameOf(Size upright, const PreprocessSpec& spec, const Framing& framing) {
  TRY_ASSIGN(const Region source, SourceOf(upright, framing.region));
  const Size input{spec.crop_height_px, spec.crop_width_px};
  if (!HasPixels(input)) {
    return Refused({"crop of ", input.width_px, "x", input.height_px, " pixels"});
  }
  switch (framing.fit) {
    case Fit::kSquash:
      return Frame{source, input, WholeOf(input)};
    case Fit::kLetterbox:
      return Letterboxed(source, input);
    default:
      return Cropped(source, input, spec);
  }
}

Rectangle SeenPart(const Frame& frame) {
  const auto& [source, resized, view] = frame;
  const double across = static_cast<double>(source.width) / resized.width_px;
  const double down = static_cast<double>(source.height) / resized.height_px;
  return {.x = source.x + view.x * across,
          .y = source.y + view.y * down,
          .width = view.width * across,
          .height = view.height * down};
}

}  // namespace glance
