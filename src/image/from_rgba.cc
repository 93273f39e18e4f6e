#include "image/from_rgba.h"

#include <cstdint>
#include <cstring>
#include <string>
#include <utility>

#include "base/error_codes.h"
#include "image/budget.h"
#include "image/group_digits.h"

namespace glance {
namespace {

Result<void> CheckRgbaSize(ByteSpan rgba, int width_px, int height_px) {
  const std::string size = Join({width_px, " x ", height_px});
  if (width_px < 1 || height_px < 1) {
    return Fail(error_code::kCallBadArgument,
                {"a picture of ", size, " pixels: both sides must be at least 1"});
  }
  const uint64_t want = uint64_t{4} * static_cast<uint64_t>(width_px) * height_px;
  if (rgba.size() == want) return {};
  return Fail(error_code::kCallBadArgument,
              {"RGBA pixels of ", size, ": ", GroupDigits(rgba.size()), " bytes, want ",
               GroupDigits(want)});
}

// RGBA -> RGB in the same memory. Four bytes are moved at a time, of which the next pixel
// overwrites one; no pixel is overwritten before it has been read.
void CloseUp(uint8_t* pixels, size_t pixel_count) {
  for (size_t i = 0; i < pixel_count; ++i) {
    uint32_t pixel = 0;
    std::memcpy(&pixel, pixels + 4 * i, 4);
    std::memcpy(pixels + 3 * i, &pixel, 4);
  }
}

}  // namespace

Result<Image> ImageFromRgba(Buffer<uint8_t> rgba, int width_px, int height_px,
                            const DecodeLimits& limits) {
  TRY(CheckRgbaSize(std::as_const(rgba).span(), width_px, height_px));
  TRY(CheckDimensions(width_px, height_px, limits));
  const size_t pixel_count = rgba.size() / 4;
  TRY(CheckPeak(uint64_t{3} * pixel_count, limits));
  CloseUp(rgba.data(), pixel_count);
  return Image{.width_px = width_px,
               .height_px = height_px,
               .pixels = std::move(rgba).First(pixel_count * 3)};
}

}  // namespace glance
