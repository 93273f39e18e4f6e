// Resize and centre crop in one step: only the pixels inside the crop are computed.
#include <cstdint>
#include <string>

#include "base/error_codes.h"
#include "base/result.h"
#include "image/image.h"
#include "preprocess/geometry.h"
#include "preprocess/preprocess.h"
#include "preprocess/resample.h"

namespace glance {
namespace {

std::string Text(Size size) {
  return std::to_string(size.width_px) + "x" + std::to_string(size.height_px);
}

Result<void> CheckPicture(const Image& image) {
  const Size size{image.height_px, image.width_px};
  if (size.height_px < 1 || size.width_px < 1) {
    return Fail(error_code::kCallBadArgument, "picture of " + Text(size) + " pixels");
  }
  const uint64_t bytes =
      static_cast<uint64_t>(size.height_px) * static_cast<uint64_t>(size.width_px) * 3;
  if (image.pixels.size() != bytes) {
    return Fail(error_code::kCallBadArgument, "picture of " + Text(size) + " pixels has " +
                                                  std::to_string(image.pixels.size()) +
                                                  " bytes, want " + std::to_string(bytes));
  }
  return {};
}

Result<void> CheckCrop(Size crop, int resize_shorter_px) {
  if (crop.height_px < 1 || crop.width_px < 1) {
    return Fail(error_code::kCallBadArgument, "crop of " + Text(crop) + " pixels");
  }
  if (resize_shorter_px < 1) {
    return Fail(error_code::kCallBadArgument,
                "shorter side of " + std::to_string(resize_shorter_px) + " pixels");
  }
  return {};
}

}  // namespace

Result<Image> ResizeAndCrop(const Image& image, const PreprocessSpec& spec, int exif_orientation) {
  const Size crop{spec.crop_height_px, spec.crop_width_px};
  TRY(CheckPicture(image));
  TRY(CheckCrop(crop, spec.resize_shorter_px));
  const Size resized =
      ResizedSize(UprightSize(image, exif_orientation), spec.resize_shorter_px, spec.longer_side);
  if (crop.height_px > resized.height_px || crop.width_px > resized.width_px) {
    return Fail(
        error_code::kCallBadArgument,
        "crop of " + Text(crop) + " pixels is larger than the resized picture of " + Text(resized));
  }
  const Region region{CenterCropOffset(resized.height_px, crop.height_px, spec.crop_offset),
                      CenterCropOffset(resized.width_px, crop.width_px, spec.crop_offset), crop};
  return ResampleRegion(image, resized, region, spec.filter, exif_orientation);
}

}  // namespace glance
