// What size every value of a graph has for a given input, and that each operation's tensors fit.
#pragma once

#include <cstdint>
#include <vector>

#include "base/result.h"
#include "model/model.h"

namespace glance {

// A value is (1, height, width, channels); a vector is (1, 1, 1, channels).
struct ValueShape {
  uint32_t height = 0, width = 0, channels = 0;
  uint64_t elements() const { return uint64_t{height} * width * channels; }
  bool operator==(const ValueShape&) const = default;
};

// Explicit padding in pixels for one operation.
struct ResolvedPadding {
  uint32_t top = 0, right = 0, bottom = 0, left = 0;
};

inline constexpr uint64_t kMaxValueElements = uint64_t{1} << 28;

// One shape for each value of `model.graph`, for an input of (1, height_px, width_px, 3). Fails
// with model/bad-shape (naming the operation and both shapes) or model/too-large.
Result<std::vector<ValueShape>> InferShapes(const Model& model, uint32_t height_px,
                                            uint32_t width_px);

// `padding` as pixels: SAME splits max(0, (ceil(size / stride) - 1) * stride + window - size) with
// the odd pixel at the bottom and right; ceil_mode adds at the bottom and right what the last
// window needs.
ResolvedPadding ResolvePadding(const Padding& padding, const ValueShape& input, HeightWidth kernel,
                               HeightWidth stride, HeightWidth dilation, bool ceil_mode);

}  // namespace glance
