// What size every value of a graph has for a given input, and that each operation's tensors fit.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/text.h"
#include "model/model.h"

namespace glance {

// At most this many numbers in one value: 1 GiB as float32.
inline constexpr uint64_t kMaxValueElements = uint64_t{1} << 28;

// A value is (1, height, width, channels); a vector is (1, 1, 1, channels).
struct ValueShape {
  uint32_t height = 0, width = 0, channels = 0;

  // Exact for values that are not too large.
  uint64_t elements() const { return uint64_t{height} * width * channels; }
  bool too_large() const {
    return channels != 0 && uint64_t{height} * width > kMaxValueElements / channels;
  }
  bool operator==(const ValueShape&) const = default;
};

// "(1, 112, 112, 32)", for messages.
inline std::string ToText(const ValueShape& shape) {
  return Join({"(1, ", shape.height, ", ", shape.width, ", ", shape.channels, ")"});
}

// One shape for each value of `model.graph`, for an input of (1, height_px, width_px, 3). Fails
// with model/bad-shape (naming the operation and both shapes) or model/too-large.
Result<std::vector<ValueShape>> InferShapes(const Model& model, uint32_t height_px,
                                            uint32_t width_px);

}  // namespace glance
