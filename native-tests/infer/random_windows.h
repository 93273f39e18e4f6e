// Windows of convolutions, drawn at random.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>

#include "infer/sketch.h"
#include "support/random_numbers.h"

namespace glance::test {

// The attributes of windows along both axes, and an image size that they fit.
struct RandomWindows {
  uint32_t kernel_height, kernel_width;
  uint32_t height_px = 1, width_px = 1;
  std::string json;

  explicit RandomWindows(RandomNumbers& random)
      : kernel_height(random.Int(1, 5)), kernel_width(random.Int(1, 5)) {
    const uint32_t dilation_height = random.Int(1, 2), dilation_width = random.Int(1, 3);
    json = Pair("stride", random.Int(1, 3), random.Int(1, 3)) + ", " +
           Pair("dilation", dilation_height, dilation_width);
    const uint32_t span_height = (kernel_height - 1) * dilation_height + 1;
    const uint32_t span_width = (kernel_width - 1) * dilation_width + 1;
    if (random.Bool()) {
      json += R"(, "padding": "same")";
      height_px = random.Int(1, 12);
      width_px = random.Int(1, 12);
      return;
    }
    const uint32_t top = random.Int(0, 3), right = random.Int(0, 3);
    const uint32_t bottom = random.Int(0, 3), left = random.Int(0, 3);
    json += ", \"padding\": [" + std::to_string(top) + ", " + std::to_string(right) + ", " +
            std::to_string(bottom) + ", " + std::to_string(left) + "]";
    height_px = std::max(span_height, top + bottom + 1) - top - bottom + random.Int(0, 8);
    width_px = std::max(span_width, left + right + 1) - left - right + random.Int(0, 8);
  }
};

}  // namespace glance::test
