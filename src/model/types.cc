#include "model/types.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <string_view>
#include <variant>

#include "base/error_codes.h"

namespace glance {
namespace {

// What is wrong with the types of one operation, as the end of a sentence; empty when nothing is.
// One function a kind.
class TypeFault {
 public:
  TypeFault(const Model& model, ValueId output) : model_(model), output_(output) {}

  std::string_view operator()(const Conv2d& conv) const {
    return IsInt8(conv.input) ? Int8Weighted(conv.weights)
                              : Float32Weighted(conv.weights, DataType::kFloat32);
  }

  std::string_view operator()(const DepthwiseConv2d& conv) const {
    return IsInt8(conv.input) ? Int8Weighted(conv.weights)
                              : Float32Weighted(conv.weights, DataType::kFloat32);
  }

  // A dense layer may also read float32 with int8 weights.
  std::string_view operator()(const Dense& dense) const {
    return IsInt8(dense.input) ? Int8Weighted(dense.weights)
                               : Float32Weighted(dense.weights, TypeOf(dense.weights.weight));
  }

  std::string_view operator()(const Binary& binary) const {
    if (binary.constant == kNone) {
      return Same(binary.a).empty() ? Same(binary.b) : Same(binary.a);
    }
    if (TypeOf(binary.constant) != DataType::kFloat32) return kWrongConstant;
    return Float32Only(binary.a);
  }

  std::string_view operator()(const Concat& concat) const {
    for (const ValueId input : concat.inputs) {
      if (auto fault = SameQuantization(input); !fault.empty()) return fault;
    }
    return {};
  }

  std::string_view operator()(const MaxPool& pool) const {
    const bool simple = pool.dilation.height == 1 && pool.dilation.width == 1 &&
                        pool.kernel.height * pool.kernel.width > 1 &&
                        pool.stride.height <= pool.kernel.height &&
                        pool.stride.width <= pool.kernel.width;
    return simple ? SameQuantization(pool.input) : Float32Only(pool.input);
  }

  std::string_view operator()(const AveragePool& pool) const { return Float32Only(pool.input); }
  std::string_view operator()(const GlobalAveragePool& pool) const {
    return Float32Only(pool.input);
  }

  std::string_view operator()(const ChannelAverage& average) const {
    return Float32Only(average.input);
  }
  std::string_view operator()(const Normalization& norm) const { return Float32Only(norm.input); }

  std::string_view operator()(const Rearrange& rearrange) const {
    return Float32Only(rearrange.input);
  }
  std::string_view operator()(const Slice& slice) const { return Float32Only(slice.input); }
  std::string_view operator()(const Pad& pad) const { return Float32Only(pad.input); }
  std::string_view operator()(const MatMul& product) const {
    return Float32Only(product.a).empty() ? Float32Only(product.b) : Float32Only(product.a);
  }

  std::string_view operator()(const Unary& unary) const {
    const bool int8_too = unary.kind == UnaryKind::kSigmoid || unary.kind == UnaryKind::kClamp;
    return int8_too ? Same(unary.input) : Float32Only(unary.input);
  }

  std::string_view operator()(const Convert& convert) const {
    return IsInt8(convert.input) == IsInt8(output_) ? "reads and writes the same type" : "";
  }

 private:
  bool IsInt8(ValueId id) const { return model_.graph.quantization.contains(id); }
  DataType TypeOf(TensorId id) const { return model_.tensors[id].type; }
  bool BiasIs(TensorId id, DataType type) const { return id == kNone || TypeOf(id) == type; }

  std::string_view Same(ValueId input) const {
    return IsInt8(input) == IsInt8(output_) ? "" : "reads and writes different types";
  }

  std::string_view SameQuantization(ValueId input) const {
    if (!Same(input).empty() || !IsInt8(input)) return Same(input);
    const auto& of = model_.graph.quantization;
    return of.at(input) == of.at(output_) ? "" : "reads and writes different quantisations";
  }

  std::string_view Float32Only(ValueId input) const {
    return IsInt8(input) || IsInt8(output_) ? "computes float32 only" : "";
  }

  // Reads float32; the weights are float32 or `weight_type`.
  std::string_view Float32Weighted(const Weights& weights, DataType weight_type) const {
    if (IsInt8(output_)) return "reads float32 and writes int8";
    const DataType type = TypeOf(weights.weight);
    if (type == DataType::kInt32 || type != weight_type) return kWrongWeight;
    if ((type == DataType::kInt8) != (weights.scale != kNone)) return kScales;
    return BiasIs(weights.bias, DataType::kFloat32) ? "" : kWrongBias;
  }

  std::string_view Int8Weighted(const Weights& weights) const {
    if (!IsInt8(output_)) return "reads int8 and writes float32";
    if (TypeOf(weights.weight) != DataType::kInt8) return kWrongWeight;
    if (weights.scale == kNone) return kScales;
    return BiasIs(weights.bias, DataType::kInt32) ? "" : kWrongBias;
  }

  static constexpr char kWrongWeight[] = "has a 'weight' of the wrong element type";
  static constexpr char kWrongBias[] = "has a 'bias' of the wrong element type";
  static constexpr char kWrongConstant[] = "has a 'constant' of the wrong element type";
  static constexpr char kScales[] = "wants a 'weight_scale' with int8 weights and only with them";

  const Model& model_;
  ValueId output_;
};

Result<void> CheckOutputs(const Graph& graph) {
  for (const ValueId id : {graph.logits, graph.features, graph.embedding}) {
    if (!graph.quantization.contains(id)) continue;
    return Fail(error_code::kModelBadType, {"the output '", graph.value_names[id],
                                            "' is int8; outputs are float32 ('convert' them)"});
  }
  return {};
}

}  // namespace

Result<void> CheckTypes(const Model& model) {
  const Graph& graph = model.graph;
  for (size_t i = 0; i < graph.operations.size(); ++i) {
    const Operation& operation = graph.operations[i];
    const std::string_view fault = std::visit(TypeFault(model, operation.output), operation.kind);
    if (!fault.empty()) {
      return Fail(error_code::kModelBadType, {"operation ", i, " (writes '",
                                              graph.value_names[operation.output], "') ", fault});
    }
  }
  return CheckOutputs(graph);
}

namespace {

Result<void> CheckWeightScales(const Tensor& tensor) {
  if (tensor.type != DataType::kFloat32) {
    return Fail(error_code::kModelBadType, {"tensor '", tensor.name, "' of scales is not F32"});
  }
  const auto scales = tensor.Floats();
  const bool positive = std::all_of(scales.begin(), scales.end(),
                                    [](float scale) { return std::isnormal(scale) && scale > 0; });
  if (positive) return {};
  return Fail(error_code::kModelBadValue, {"tensor '", tensor.name, "' has a scale not above 0"});
}

// The bounds of XNNPACK's fixed-point arithmetic, which it does not check itself.
constexpr float kMost = 0x1p8f;
constexpr float kSumLeast = 0x1p-10f;
constexpr float kProductLeast = 0x1p-16f;

bool Within(float ratio, float least) { return ratio >= least && ratio < kMost; }

// One function a kind of operation that has scales.
class ScaleCheck {
 public:
  ScaleCheck(const Model& model, ValueId output) : model_(model), output_(output) {}

  Result<void> operator()(const Conv2d& conv) const { return OfWeight(conv.weights.scale); }
  Result<void> operator()(const DepthwiseConv2d& conv) const {
    return OfWeight(conv.weights.scale);
  }
  Result<void> operator()(const Dense& dense) const { return OfWeight(dense.weights.scale); }

  Result<void> operator()(const Binary& binary) const {
    if (!model_.graph.quantization.contains(output_)) return {};
    const float a = ScaleOf(binary.a);
    const float b = ScaleOf(binary.b);
    const float output = ScaleOf(output_);
    const bool fits = binary.kind == BinaryKind::kAdd
                          ? Within(a / output, kSumLeast) && Within(b / output, kSumLeast)
                          : Within(a * b / output, kProductLeast);
    if (fits) return {};
    return Fail(error_code::kModelBadValue,
                {"the scales of the inputs and output of '", model_.graph.value_names[output_],
                 "' are too far apart"});
  }

  template <typename Other>
  Result<void> operator()(const Other&) const {
    return {};
  }

 private:
  float ScaleOf(ValueId id) const { return model_.graph.quantization.at(id).scale; }

  Result<void> OfWeight(TensorId scales) const {
    return scales == kNone ? Result<void>() : CheckWeightScales(model_.tensors[scales]);
  }

  const Model& model_;
  ValueId output_;
};

}  // namespace

Result<void> CheckScales(const Model& model) {
  for (const Operation& operation : model.graph.operations) {
    TRY(std::visit(ScaleCheck(model, operation.output), operation.kind));
  }
  return {};
}

}  // namespace glance
