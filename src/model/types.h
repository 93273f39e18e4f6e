// Which values and tensors of a graph are int8, and that each operation can compute with them.
#pragma once

#include "base/result.h"
#include "model/model.h"

namespace glance {

// Checks every operation of `model.graph` by the table of element types in models/FORMAT.md. Fails
// with model/bad-type, naming the operation.
Result<void> CheckTypes(const Model& model);

// That the scales of int8 values and weights are such that XNNPACK can compute with them.
// Requires a model whose types CheckTypes accepts. Fails with model/bad-type (a 'weight_scale' that
// is not float32) or model/bad-value (a weight scale not above 0; an int8 `add` or `multiply` whose
// inputs' and output's scales are too far apart for fixed-point arithmetic).
Result<void> CheckScales(const Model& model);

}  // namespace glance
