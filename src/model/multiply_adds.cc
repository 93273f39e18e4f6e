#include "model/multiply_adds.h"

#include <variant>

namespace glance {
namespace {

uint64_t Elements(const Tensor& tensor) {
  uint64_t elements = 1;
  for (const uint32_t dimension : tensor.shape) elements *= dimension;
  return elements;
}

// The weight tensor of a convolution or dense layer, kNone for any other operation.
struct WeightOf {
  TensorId operator()(const Conv2d& conv) const { return conv.weight; }
  TensorId operator()(const DepthwiseConv2d& conv) const { return conv.weight; }
  TensorId operator()(const Dense& dense) const { return dense.weight; }
  template <typename Other>
  TensorId operator()(const Other&) const {
    return kNone;
  }
};

}  // namespace

uint64_t CountMultiplyAdds(const Model& model, const std::vector<ValueShape>& shapes) {
  uint64_t total = 0;
  for (const Operation& operation : model.graph.operations) {
    const TensorId weight = std::visit(WeightOf(), operation.kind);
    if (weight == kNone) continue;
    // Each weight is used once for each output pixel.
    const ValueShape& output = shapes[operation.output];
    total += Elements(model.tensors[weight]) * output.height * output.width;
  }
  return total;
}

uint64_t CountParameters(const Model& model) {
  uint64_t total = 0;
  for (const Tensor& tensor : model.tensors) total += Elements(tensor);
  return total;
}

}  // namespace glance
