// What of a picture a network sees, and how a model wants its input to be prepared.
#pragma once

#include <array>

namespace glance {

// How a picture is brought to the size of the network's input.
enum class Fit {
  kCrop,       // as the model was trained: the shorter side resized, the centre cut out
  kSquash,     // all of it, resized to the input whatever its aspect ratio
  kLetterbox,  // all of it, as large as fits inside; the rest is padded
};

// A rectangle of whole pixels of a picture, from its top left corner.
struct Region {
  int x = 0, y = 0, width = 0, height = 0;
};

// In pixels of a picture, from its top left corner; may lie between them, and beyond its edges.
struct Rectangle {
  double x = 0, y = 0, width = 0, height = 0;
};

enum class Rounding { kFloor, kNearest };  // kNearest: ties to even, as Python's round()

// Pillow's antialiased resampling filters: a triangle, and a cubic with a = -0.5.
enum class ResampleFilter { kBilinear, kBicubic };

// The `preprocess` of models/FORMAT.md.
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
