// That the scales of int8 values and weights are such that XNNPACK can compute with them.
#pragma once

#include "base/result.h"
#include "model/model.h"

namespace glance {

// Requires a model whose types CheckTypes accepts. Fails with model/bad-type (a 'weight_scale' that
// is not float32) or model/bad-value (a weight scale not above 0; an int8 `add` or `multiply` whose
// inputs' and output's scales are too far apart for fixed-point arithmetic).
Result<void> CheckScales(const Model& model);

}  // namespace glance
