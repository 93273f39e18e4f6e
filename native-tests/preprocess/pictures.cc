#include "preprocess/pictures.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <utility>

namespace glance::test {
namespace {

uint8_t NoiseByte(uint32_t index, uint32_t seed) {
  uint32_t value = index + seed * 0x9E3779B9u;
  value = (value ^ value >> 16) * 0x85EBCA6Bu;
  value = (value ^ value >> 13) * 0xC2B2AE35u;
  return static_cast<uint8_t>(value ^ value >> 16);
}

uint8_t SmoothByte(uint32_t x, uint32_t y, uint32_t channel, uint32_t seed) {
  const uint32_t phase = (x * (3 + seed % 5) + y * (2 + seed % 7) + channel * 85) % 510;
  return static_cast<uint8_t>(phase < 256 ? phase : 510 - phase);
}

// Copies each pixel (x, y) of `image` from where `source_of(x, y)` says.
template <typename SourceOf>
Image Rearranged(const Image& image, SourceOf source_of) {
  Image result = BlackPicture(image.width_px(), image.height_px());
  for (int y = 0; y < image.height_px(); ++y) {
    for (int x = 0; x < image.width_px(); ++x) {
      const auto [from_x, from_y] = source_of(x, y);
      const size_t from = static_cast<size_t>(from_y) * image.width_px() + from_x;
      const size_t to = static_cast<size_t>(y) * image.width_px() + x;
      std::copy_n(image.pixels().data() + from * 3, 3, result.pixels().data() + to * 3);
    }
  }
  return result;
}

}  // namespace

Image MakePicture(const std::string& pattern, int width_px, int height_px, uint32_t seed) {
  Image image = BlackPicture(width_px, height_px);
  const auto width = static_cast<uint32_t>(width_px);
  for (uint32_t i = 0; i < image.pixels().size(); ++i) {
    const uint32_t pixel = i / 3;
    const uint8_t noise = NoiseByte(i, seed);
    uint8_t& value = image.pixels().data()[i];
    if (pattern == "noise") value = noise;
    if (pattern == "stark") value = noise < 128 ? 0 : 255;
    if (pattern == "smooth") value = SmoothByte(pixel % width, pixel / width, i % 3, seed);
  }
  return image;
}

Image FlippedHorizontally(const Image& image) {
  return Rearranged(image, [&](int x, int y) { return std::pair(image.width_px() - 1 - x, y); });
}

Image FlippedVertically(const Image& image) {
  return Rearranged(image, [&](int x, int y) { return std::pair(x, image.height_px() - 1 - y); });
}

}  // namespace glance::test
