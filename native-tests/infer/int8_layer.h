// Networks of one int8 layer with exact answers: every scale is a power of two, so that nothing but
// the end is rounded.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "infer/oracle.h"
#include "infer/sketch.h"

namespace glance::test {

struct Int8Layer {
  std::string op;  // conv2d, depthwise_conv2d or dense
  uint32_t height_px = 1, width_px = 1, inputs = 1;
  std::vector<uint32_t> weight_shape;  // as models/FORMAT.md has it
  std::string attributes;              // JSON that begins with a comma, or nothing
  int largest = 127;                   // of the weights' magnitudes
  bool only_extremes = false;          // all weights are +-`largest`, all values -128 or 127
  bool only_lowest = false;            // all weights are -`largest`, all values -128
  bool any_scales = false;             // no powers of two: WantedFeatures may round otherwise
};

struct Int8Network {
  Result<Model> model;       // image -> convert -> the layer -> convert: its features
  std::vector<float> image;  // an int8 value for every input of the layer
  Map steps;                 // the same, (height, width, inputs), in steps from the zero point
};

Int8Network MakeInt8Network(const Int8Layer& layer, uint32_t seed);

// Its features, by the words of models/FORMAT.md: sums of integers, scaled, rounded half to even,
// clipped.
std::vector<float> WantedFeatures(const Model& model, const Map& steps);

}  // namespace glance::test
