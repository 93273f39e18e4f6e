// What the network's answer is made into: labels with their scores, and where one was recognised.
#pragma once

#include <optional>
#include <string>

#include "glance/buffer.h"
#include "glance/image.h"

namespace glance {

struct Prediction {
  int index = 0;       // class, 0 to classes - 1
  float score = 0.0f;  // softmax probability, 0..1
  std::string label;   // as shown: up to the first comma of the label in the weight file
};

// Where in what the network saw a class was recognised.
struct HeatMap {
  int height = 0;
  int width = 0;
  Buffer<float> values;  // (height, width), row by row: 1 most of all, 0 least; all 0 when constant
  // In Classification::heat_map both are there. `colored` is the map enlarged bilinearly to the
  // size of the network's input; `legend` the colours, 256 x 1: that of 0 first, that of 1 last.
  std::optional<Image> colored, legend;
};

}  // namespace glance
