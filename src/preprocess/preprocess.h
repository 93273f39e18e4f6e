// What a network's file says about its input, and the last step towards it. What comes before:
// framing.h says which part of the picture is seen, view.h makes its pixels.
#pragma once

#include <array>
#include <span>

#include "base/result.h"
#include "image/image.h"
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

// (pixel - mean) / std for each pixel of `image` into `tensor` (height_px, width_px, 3) float32.
// Fails with call/bad-argument when `tensor` does not have that many values.
Result<void> Normalize(const Image& image, const PreprocessSpec& spec, std::span<float> tensor);

}  // namespace glance
