// The `graph` object of the `glance` document -> Graph. Structure only: every value is written
// before it is read and every tensor exists; shapes are the business of model/shapes.h.
#pragma once

#include <cstddef>

#include "base/result.h"
#include "model/graph.h"
#include "model/json.h"
#include "model/tensor_index.h"

namespace glance {

inline constexpr size_t kMaxOperations = 16'384;

// Parses `fields`, the object "graph". Fails with model/bad-metadata, model/bad-graph,
// model/unsupported-operation, model/missing-tensor or model/too-large.
Result<Graph> ParseGraph(const Fields& fields, TensorIndex& tensors);

}  // namespace glance
