// How much arithmetic a network needs, for `glance inspect`.
#pragma once

#include <cstdint>
#include <vector>

#include "model/model.h"
#include "model/shapes.h"

namespace glance {

// Multiply-add pairs of all convolutions and dense layers for one picture. `shapes` is what
// InferShapes returned.
uint64_t CountMultiplyAdds(const Model& model, const std::vector<ValueShape>& shapes);

// Values in all tensors that the graph reads, without the scales of int8 weights.
uint64_t CountParameters(const Model& model);

}  // namespace glance
