// Which values and tensors of a graph are int8, and that each operation can compute with them.
#pragma once

#include "base/result.h"
#include "model/model.h"

namespace glance {

// Checks every operation of `model.graph` by the table of element types in models/FORMAT.md. Fails
// with model/bad-type, naming the operation.
Result<void> CheckTypes(const Model& model);

}  // namespace glance
