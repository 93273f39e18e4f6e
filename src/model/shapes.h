// What size every value of a graph has for a given input, and that each operation's tensors fit.
#pragma once

#include <cstdint>
#include <vector>

#include "base/result.h"
#include "model/model.h"
#include "model/value_shape.h"

namespace glance {

// One shape for each value of `model.graph`, for an input of (1, height_px, width_px, 3). Fails
// with model/bad-shape (naming the operation and both shapes) or model/too-large.
Result<std::vector<ValueShape>> InferShapes(const Model& model, uint32_t height_px,
                                            uint32_t width_px);

}  // namespace glance
