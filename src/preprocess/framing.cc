// The three fits differ in what size the source gets and where the network's input lies on it.
#include "preprocess/framing.h"

#include <optional>

#include "base/error_codes.h"
#include "base/result.h"
#include "preprocess/geometry.h"
#include "preprocess/preprocess_spec.h"

namespace glance {
namespace {

std::unexpected<Error> Refused(TextPieces message) {
  return Fail(error_code::kCallBadArgument, message);
}

bool HasPixels(Size size) { return size.height_px >= 1 && size.width_px >= 1; }

bool IsInside(const Region& region, Size picture) {
  return region.top_px >= 0 && region.left_px >= 0 &&
         region.top_px <= picture.height_px - region.size.height_px &&
         region.left_px <= picture.width_px - region.size.width_px;
}

Result<Region> SourceOf(Size upright, const std::optional<Region>& region) {
  if (!region) return Region{0, 0, upright};
  const auto& [top, left, size] = *region;
  if (!HasPixels(size)) {
    return Refused({"region of ", size.width_px, "x", size.height_px, " pixels"});
  }
  if (IsInside(*region, upright)) return *region;
  return Refused({"region of ", size.width_px, "x", size.height_px, " pixels at ", left, ", ", top,
                  " is not inside the picture of ", upright.width_px, "x", upright.height_px});
}

Result<Frame> Cropped(const Region& source, Size input, const PreprocessSpec& spec) {
  if (spec.resize_shorter_px < 1) {
    return Refused({"shorter side of ", spec.resize_shorter_px, " pixels"});
  }
  const Size resized = ResizedSize(source.size, spec.resize_shorter_px, spec.longer_side);
  if (input.height_px > resized.height_px || input.width_px > resized.width_px) {
    return Refused({"crop of ", input.width_px, "x", input.height_px,
                    " pixels is larger than the resized picture of ", resized.width_px, "x",
                    resized.height_px});
  }
  return Frame{source,
               resized,
               {CenterCropOffset(resized.height_px, input.height_px, spec.crop_offset),
                CenterCropOffset(resized.width_px, input.width_px, spec.crop_offset), input}};
}

// Padded as Pillow's ImageOps.pad does.
Frame Letterboxed(const Region& source, Size input) {
  const Size resized = ContainedSize(source.size, input);
  return {source,
          resized,
          {-CenterCropOffset(input.height_px, resized.height_px),
           -CenterCropOffset(input.width_px, resized.width_px), input}};
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
      return Frame{source, input, {0, 0, input}};
    case Fit::kLetterbox:
      return Letterboxed(source, input);
    default:
      return Cropped(source, input, spec);
  }
}

Rectangle SeenPart(const Frame& frame) {
  const auto& [source, resized, view] = frame;
  const double across = static_cast<double>(source.size.width_px) / resized.width_px;
  const double down = static_cast<double>(source.size.height_px) / resized.height_px;
  return {.x = source.left_px + view.left_px * across,
          .y = source.top_px + view.top_px * down,
          .width = view.size.width_px * across,
          .height = view.size.height_px * down};
}

}  // namespace glance
