// Where TorchVision's Resize and CenterCrop put the picture, as integers.
#pragma once

namespace glance {

struct Size {
  int height_px = 0;
  int width_px = 0;
  bool operator==(const Size&) const = default;
};

// A rectangle of a picture, in pixels from its top left corner.
struct Region {
  int top_px = 0;
  int left_px = 0;
  Size size;
};

// TorchVision Resize(shorter): the shorter side becomes `shorter_px`, the longer side
// floor(shorter_px * longer / shorter). Sizes are at least 1; the result saturates at INT_MAX.
Size ResizedSize(Size picture, int shorter_px);

// TorchVision CenterCrop: round-half-to-even of (size - crop) / 2. Requires size >= crop.
int CenterCropOffset(int size_px, int crop_px);

}  // namespace glance
