// Making and comparing small pictures.
#pragma once

#include <algorithm>

#include "base/buffer.h"
#include "image/image.h"

namespace glance::test {

// A picture of the pixels `rgb`, (height_px, width_px, 3).
inline Image ImageOf(int width_px, int height_px, ByteSpan rgb) {
  return Image::Create(width_px, height_px, Buffer<uint8_t>::CopyOf(rgb).value()).value();
}

inline Image CopyOf(const Image& image) {
  return ImageOf(image.width_px(), image.height_px(), image.pixels());
}

// A picture whose values are all `level`.
inline Image GreyPicture(int width_px, int height_px, uint8_t level) {
  Image image = Image::CreateBlack(width_px, height_px).value();
  std::ranges::fill(image.pixels(), level);
  return image;
}

inline Image BlackPicture(int width_px, int height_px) {
  return GreyPicture(width_px, height_px, 0);
}

inline bool AreEqual(const Image& a, const Image& b) {
  return a.width_px() == b.width_px() && a.height_px() == b.height_px() &&
         std::ranges::equal(a.pixels(), b.pixels());
}

}  // namespace glance::test
