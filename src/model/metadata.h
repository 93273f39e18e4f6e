// The parts of the `glance` document that are not the graph.
#pragma once

#include "base/result.h"
#include "model/json.h"
#include "model/model.h"
#include "model/tensor_index.h"

namespace glance {

inline constexpr uint32_t kFormatVersion = 1;

// Fills name, architecture, license, source, preprocess, labels and groups of `model` from the
// document's root. Fails with model/unsupported-version, model/bad-metadata or model/too-large.
Result<void> ReadMetadata(const Fields& root, Model& model);

// Sets `model.unknown` where the document has `taught.unknown`; its tensor is found in `tensors`.
// Fails with model/bad-metadata or as TensorIndex::Use does.
Result<void> ReadTaught(const Fields& root, TensorIndex& tensors, Model& model);

// That `model.unknown` fits the classes and the embedding, which are known now. Fails with
// model/bad-shape, model/bad-type or model/bad-metadata.
Result<void> CheckTaught(const Model& model);

}  // namespace glance
