// A picture -> the network's input: shorter side resized, centre cropped, normalised.
// Pixels equal Pillow 13's `Image.resize` and offsets TorchVision's `Resize` + `CenterCrop`, bit
// for bit; native-tests/fixtures/preprocess holds goldens made by Pillow.
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

// The exact pixels that the network sees, (crop_height_px, crop_width_px, 3) RGB8. Works for any
// aspect ratio in memory proportional to the crop, not to the resized picture. `exif_orientation`
// (1..8) says how `image` is stored; the result is upright, and the same as if `image` had been
// turned first. Fails with call/bad-argument (a side below 1, crop larger than the resized picture)
// or memory/exhausted.
Result<Image> ResizeAndCrop(const Image& image, const PreprocessSpec& spec,
                            int exif_orientation = 1);

// (pixel - mean) / std for each pixel of `image` into `tensor` (height_px, width_px, 3) float32.
// Fails with call/bad-argument when `tensor` or the picture's bytes do not have that many values.
Result<void> Normalize(const Image& image, const PreprocessSpec& spec, std::span<float> tensor);

}  // namespace glance
