#include "model/multiply_adds.h"

#include <cstddef>
#include <variant>
#include <vector>

namespace glance {
namespace {

uint64_t Elements(const Tensor& tensor) {
  uint64_t elements = 1;
  for (const uint32_t dimension : tensor.shape) elements *= dimension;
  return elements;
}

// By tensor. A scale may serve several operations.
std::vector<bool> FindScales(const Model& model) {
  std::vector<bool> is_scale(model.tensors.size());
  for (const Operation& operation : model.graph.operations) {
    const TensorId scale = WeightsOf(operation.kind).scale;
    if (scale != kNone) is_scale[scale] = true;
  }
  return is_scale;
}

}  // namespace

uint64_t CountMultiplyAdds(const Model& model, const std::vector<ValueShape>& shapes) {
  uint64_t total = 0;
  for (const Operation& operation : model.graph.operations) {
    if (const auto* product = std::get_if<MatMul>(&operation.kind)) {
      total += shapes[operation.output].elements() * shapes[product->a].channels;
    }
    const TensorId weight = WeightsOf(operation.kind).weight;
    if (weight == kNone) continue;
    // Each weight is used once for each output pixel.
    const ValueShape& output = shapes[operation.output];
    total += Elements(model.tensors[weight]) * output.height * output.width;
  }
  return total;
}

uint64_t CountParameters(const Model& model) {
  const std::vector<bool> is_scale = FindScales(model);
  uint64_t total = 0;
  for (size_t id = 0; id < model.tensors.size(); ++id) {
    if (!is_scale[id]) total += Elements(model.tensors[id]);
  }
  return total;
}

}  // namespace glance
