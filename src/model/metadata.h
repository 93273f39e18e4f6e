// The parts of the `glance` document that are not the graph.
#pragma once

#include "base/result.h"
#include "model/json.h"
#include "model/model.h"

namespace glance {

inline constexpr uint32_t kFormatVersion = 1;

// Fills name, architecture, license, source, preprocess, labels and groups of `model` from the
// document's root. Fails with model/unsupported-version, model/bad-metadata or model/too-large.
Result<void> ReadMetadata(const Fields& root, Model& model);

}  // namespace glance
