// What a weight file says about its network's input.
#pragma once

#include <array>

#include "preprocess/geometry.h"

namespace glance {

// Pillow's antialiased resampling filters: a triangle, and a cubic with a = -0.5.
enum class ResampleFilter { kBilinear, kBicubic };

struct PreprocessSpec {
  int crop_height_px = 224;  // height and width of the network's input
  int crop_width_px = 224;
  int resize_shorter_px = 256;  // the shorter side before cropping; at least both crop sides
  ResampleFilter filter = ResampleFilter::kBilinear;
  Rounding longer_side = Rounding::kFloor;  // of the resized picture
  Rounding crop_offset = Rounding::kNearest;
  std::array<float, 3> mean{};  // in units of 8-bit pixels: output = (pixel - mean) / std
  std::array<float, 3> std{1, 1, 1};
};

}  // namespace glance
