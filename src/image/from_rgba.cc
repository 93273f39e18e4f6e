#include "image/from_rgba.h"

#include <cstdint>
#include <string>

#include "base/error_codes.h"
#include "image/budget.h"
#include "image/group_digits.h"

namespace glance {
namespace {

Result<void> CheckRgbaSize(ByteSpan rgba, int width_px, int height_px) {
  const std::string size = std::to_string(width_px) + " x " + std::to_string(height_px);
  if (width_px < 1 || height_px < 1) {
    return Fail(error_code::kCallBadArgument,
                "a picture of " + size + " pixels: both sides must be at least 1");
  }
  const uint64_t want = uint64_t{4} * static_cast<uint64_t>(width_px) * height_px;
  if (rgba.size() == want) return {};
  return Fail(error_code::kCallBadArgument, "RGBA pixels of " + size + ": " +
                                                GroupDigits(rgba.size()) + " bytes, want " +
                                                GroupDigits(want));
}

}  // namespace

Result<Image> ImageFromRgba(ByteSpan rgba, int width_px, int height_px,
                            const DecodeLimits& limits) {
  TRY(CheckRgbaSize(rgba, width_px, height_px));
  TRY(CheckDimensions(width_px, height_px, limits));
  const size_t pixel_count = rgba.size() / 4;
  TRY(CheckPeak(uint64_t{3} * pixel_count, limits));
  Image image{.width_px = width_px, .height_px = height_px};
  TRY_ASSIGN(image.pixels, Buffer<uint8_t>::Create(pixel_count * 3));
  uint8_t* rgb = image.pixels.data();
  for (size_t i = 0; i < pixel_count; ++i) {
    for (size_t channel = 0; channel < 3; ++channel) rgb[i * 3 + channel] = rgba[i * 4 + channel];
  }
  return image;
}

}  // namespace glance
