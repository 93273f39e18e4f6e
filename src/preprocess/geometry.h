// Where resizing, centre cropping and padding put the picture, as integers. The defaults are
// TorchVision's; published networks differ in how they round.
#pragma once

#include "glance/image.h"
#include "glance/preprocessing.h"

namespace glance {

struct Size {
  int height_px = 0;
  int width_px = 0;
  bool operator==(const Size&) const = default;
};

inline Size SizeOf(const Region& region) { return {region.height, region.width}; }

// All of a picture of that size.
inline Region WholeOf(Size size) { return {0, 0, size.width_px, size.height_px}; }

// Of a picture that is stored as its EXIF orientation, 1..8, says.
Size UprightSize(const Image& image, int exif_orientation);

// The shorter side becomes `shorter_px`, the longer side shorter_px * longer / shorter, rounded.
// Sizes are at least 1; the result saturates at INT_MAX.
Size ResizedSize(Size picture, int shorter_px, Rounding longer_side = Rounding::kFloor);

// The largest size of the picture's aspect ratio inside `box`, whose sides are at least 1, as
// Pillow's ImageOps.contain rounds it; at least 1.
Size ContainedSize(Size picture, Size box);

// (size - crop) / 2, rounded. Requires size >= crop.
int CenterCropOffset(int size_px, int crop_px, Rounding rounding = Rounding::kNearest);

}  // namespace glance
