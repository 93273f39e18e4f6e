// A validated model: everything of a weight file that the rest of Glance uses.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/buffer.h"
#include "base/result.h"
#include "glance/model_description.h"
#include "model/graph.h"

namespace glance {

enum class DataType { kFloat32, kInt8, kInt32 };

// One tensor. `bytes` lie inside Model::file, little-endian and aligned to the element size.
struct Tensor {
  std::string name;
  DataType type = DataType::kFloat32;
  std::vector<uint32_t> shape;
  ByteSpan bytes;

  std::span<const float> Floats() const {  // requires type == kFloat32
    return {reinterpret_cast<const float*>(bytes.data()), bytes.size() / sizeof(float)};
  }
  std::span<const int8_t> Int8s() const {  // requires type == kInt8
    return {reinterpret_cast<const int8_t*>(bytes.data()), bytes.size()};
  }
};

// When a picture is none of the classes that the network was taught (`taught.unknown` of
// models/FORMAT.md).
struct KnownLimits {
  TensorId centroids = kNone;  // (classes, embedding_size), float32
  float least_cosine = -1;     // of the embedding and the nearest centroid
  float least_score = 0;       // of the best class
  int none_class = -1;         // whose pictures are none of the others; -1: there is none
};

// What the file says of itself, and the network that it holds.
struct Model : ModelDescription {
  Buffer<uint8_t> file;         // owns what the tensors point into
  std::vector<Tensor> tensors;  // only those that the graph reads
  Graph graph;
  std::optional<KnownLimits> unknown;  // of a taught network

  // The label list for `language`, or English, or the first there is.
  const std::vector<std::string>& LabelsFor(std::string_view language) const;

  // The name of one of `groups`, in the language in which LabelsFor would give the labels.
  const std::string& NameOf(const ClassGroup& group, std::string_view language) const;
};

// Validates all of `file` by the rules of models/FORMAT.md and takes ownership of it. Fails with
// model/* (see base/error_codes.h) or memory/exhausted.
Result<Model> LoadModel(Buffer<uint8_t> file);

// What models/FORMAT.md calls it.
constexpr const char* NameOf(ResampleFilter filter) {
  return filter == ResampleFilter::kBicubic ? "bicubic" : "bilinear";
}
constexpr const char* NameOf(Rounding rounding) {
  return rounding == Rounding::kFloor ? "floor" : "nearest";
}

// A label as it is shown: up to its first comma.
std::string_view ShortLabel(std::string_view label);

}  // namespace glance
