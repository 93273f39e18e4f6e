// A whole, valid weight file of three operations; tests change one thing of it.
#pragma once

#include <string>
#include <vector>

#include "base/error_codes.h"
#include "support/document.h"
#include "support/load_bytes.h"
#include "support/model_file.h"

namespace glance::test {

// What most changes of it are refused with.
inline constexpr auto& kBadGraph = error_code::kModelBadGraph;
inline constexpr auto& kBadMetadata = error_code::kModelBadMetadata;

// image (8, 8, 3) -> conv (4, 4, 4) -> pool (4) -> logits (2).
inline std::string TinyDocument() {
  Document document;
  document.operations =
      R"({"op": "conv2d", "input": "image", "output": "conv", "weight": "w", "bias": "b", )"
      R"("stride": [2, 2], "padding": "same", "clamp": [0, 6]}, )"
      R"({"op": "global_average_pool", "input": "conv", "output": "pool"}, )"
      R"({"op": "dense", "input": "pool", "output": "logits", "weight": "d", "bias": "e"})";
  document.outputs = R"({"logits": "logits", "features": "conv", "embedding": "pool"})";
  return document.Text();
}

inline std::vector<FileTensor> TinyTensors() {
  return {{"w", {4, 3, 3, 3}, std::vector<float>(108, 0.5f)},
          {"b", {4}, {0, 1, 2, 3}},
          {"d", {2, 4}, std::vector<float>(8, 0.25f)},
          {"e", {2}, {1, -1}}};
}

inline Result<Model> LoadTiny(const std::string& document,
                              const std::vector<FileTensor>& tensors = TinyTensors()) {
  return LoadBytes(ModelFileBytes(document, tensors));
}

// The tiny model with its first `from` of the document replaced.
inline Result<Model> LoadTinyWith(std::string_view from, std::string_view to) {
  return LoadTiny(Replaced(TinyDocument(), from, to));
}

// The tiny model with one more operation, JSON of an object, before all others.
inline Result<Model> LoadTinyAfter(const std::string& operation,
                                   std::vector<FileTensor> more_tensors = {}) {
  std::vector<FileTensor> tensors = TinyTensors();
  tensors.insert(tensors.end(), more_tensors.begin(), more_tensors.end());
  return LoadTiny(
      Replaced(TinyDocument(), R"("operations": [)", R"("operations": [)" + operation + ", "),
      tensors);
}

}  // namespace glance::test
