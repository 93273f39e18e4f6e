// A model with another last layer: the weight file of a network that was taught new classes.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "base/buffer.h"
#include "base/result.h"
#include "model/model.h"

namespace glance {

// A dense layer that reads the embedding of `base`, scaled to length 1.
struct NewHead {
  std::vector<std::string> labels;   // UTF-8, one a class
  std::span<const float> weights;    // (classes, embedding size)
  std::span<const float> biases;     // (classes)
  std::span<const float> centroids;  // (classes, embedding size), of length 1, or 0
  std::string taught;                // the JSON object `taught` of models/FORMAT.md
};

// The name of the tensor of the centroids, which `taught` names.
inline constexpr char kCentroidsName[] = "taught.centroids";

// A whole weight file: what of `base` its embedding and features need, an l2_normalize and the new
// layer. Name, architecture, licence, source and preprocessing are those of `base`. The same
// arguments give the same bytes. Fails with model/no-embedding, call/bad-argument (labels that are
// not UTF-8) or memory/exhausted.
Result<Buffer<uint8_t>> WithNewHead(const Model& base, const NewHead& head);

}  // namespace glance
