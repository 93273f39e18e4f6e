#include "image/image.h"

#include <cstring>
#include <string>
#include <utility>

#include "base/checked_math.h"
#include "base/error_codes.h"
#include "base/text.h"
#include "image/limits.h"

namespace glance {
namespace {

std::string SizeText(int width_px, int height_px) { return Join({width_px, " x ", height_px}); }

Result<void> CheckSides(int width_px, int height_px) {
  if (width_px >= 1 && height_px >= 1) return {};
  return Fail(error_code::kCallBadArgument, {"a picture of ", SizeText(width_px, height_px),
                                             " pixels: both sides must be at least 1"});
}

// Both sides are at least 1. Two ints and at most 4 channels always fit into 64 bits.
uint64_t ByteCount(int width_px, int height_px, uint64_t channels) {
  return static_cast<uint64_t>(width_px) * static_cast<uint64_t>(height_px) * channels;
}

Result<void> CheckByteCount(const char* format, size_t bytes, int width_px, int height_px,
                            uint64_t channels) {
  TRY(CheckSides(width_px, height_px));
  const uint64_t want = ByteCount(width_px, height_px, channels);
  if (bytes == want) return {};
  return Fail(error_code::kCallBadArgument,
              {format, " pixels of ", SizeText(width_px, height_px), ": ", GroupDigits(bytes),
               " bytes, want ", GroupDigits(want)});
}

// RGBA -> RGB in the same memory. Moves four bytes at a time; the next pixel overwrites the fourth.
// Every pixel is read before it is overwritten.
void DropAlpha(uint8_t* pixels, size_t pixel_count) {
  for (size_t i = 0; i < pixel_count; ++i) {
    uint32_t pixel = 0;
    std::memcpy(&pixel, pixels + 4 * i, 4);
    std::memcpy(pixels + 3 * i, &pixel, 4);
  }
}

}  // namespace

Image::Image(int width_px, int height_px, Buffer<uint8_t> pixels)
    : width_px_(width_px), height_px_(height_px), pixels_(std::move(pixels)) {}

Result<Image> Image::Create(int width_px, int height_px, Buffer<uint8_t> pixels) {
  TRY(CheckByteCount("RGB", pixels.size(), width_px, height_px, kChannels));
  return Image(width_px, height_px, std::move(pixels));
}

Result<Image> Image::CreateBlack(int width_px, int height_px) {
  TRY(CheckSides(width_px, height_px));
  const size_t bytes = ValueCount(ByteCount(width_px, height_px, kChannels), 1);
  TRY_ASSIGN(auto pixels, Buffer<uint8_t>::Create(bytes));
  return Image(width_px, height_px, std::move(pixels));
}

Result<Image> ImageFromRgba(Buffer<uint8_t> rgba, int width_px, int height_px,
                            const DecodeLimits& limits) {
  constexpr uint64_t kRgbaChannels = 4;
  TRY(CheckByteCount("RGBA", rgba.size(), width_px, height_px, kRgbaChannels));
  TRY(CheckDimensions(static_cast<uint64_t>(width_px), static_cast<uint64_t>(height_px), limits));
  const size_t pixel_count = rgba.size() / kRgbaChannels;
  TRY(CheckPeak(Image::kChannels * uint64_t{pixel_count}, limits));
  DropAlpha(rgba.data(), pixel_count);
  return Image::Create(width_px, height_px, std::move(rgba).First(pixel_count * Image::kChannels));
}

}  // namespace glance
