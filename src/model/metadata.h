// The parts of the `glance` document that are not the graph.
#pragma once

#include "base/result.h"
#include "model/json.h"
#include "model/model.h"

namespace glance {

inline constexpr uint32_t kFormatVersion = 1;

// Fills name, architecture, license, source, preprocess and labels of `model` from the document's
// root. Fails with model/unsupported-version or model/bad-metadata.
Result<void> ReadMetadata(const Fields& root, Model& model);

}  // namespace glance
