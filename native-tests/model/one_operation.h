// A model of one operation, as plain data: what InferShapes says about it.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "model/model.h"
#include "model/shapes.h"

namespace glance::test {

// Reads value 0 (the image), writes value 1. Tensors have shapes and no bytes.
inline Model OneOperation(OperationKind kind,
                          std::vector<std::vector<uint32_t>> tensor_shapes = {}) {
  Model model;
  for (auto& shape : tensor_shapes) {
    const std::string name = "tensor" + std::to_string(model.tensors.size());
    model.tensors.push_back({.name = name, .shape = std::move(shape)});
  }
  model.graph.value_names = {"image", "result"};
  model.graph.operations.push_back({.kind = std::move(kind), .output = 1});
  model.graph.logits = 1;
  return model;
}

// The shape of its result for an image of (height_px, width_px, 3).
inline Result<ValueShape> ShapeAfter(const Model& model, uint32_t height_px, uint32_t width_px) {
  TRY_ASSIGN(const auto shapes, InferShapes(model, height_px, width_px));
  return shapes.back();
}

}  // namespace glance::test
