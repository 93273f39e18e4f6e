#include "model/types.h"

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
    return IsInt8(conv.input) ? Int8Weighted(WeightsOf(conv))
                              : Float32Weighted(WeightsOf(conv), DataType::kFloat32);
  }

  std::string_view operator()(const DepthwiseConv2d& conv) const {
    return IsInt8(conv.input) ? Int8Weighted(WeightsOf(conv))
                              : Float32Weighted(WeightsOf(conv), DataType::kFloat32);
  }

  // A dense layer may also read float32 with int8 weights.
  std::string_view operator()(const Dense& dense) const {
    return IsInt8(dense.input) ? Int8Weighted(WeightsOf(dense))
                               : Float32Weighted(WeightsOf(dense), TypeOf(dense.weight));
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
  std::string_view Float32Weighted(const Weights& operation, DataType weight_type) const {
    if (IsInt8(output_)) return "reads float32 and writes int8";
    const DataType type = TypeOf(operation.weight);
    if (type == DataType::kInt32 || type != weight_type) return kWrongWeight;
    if ((type == DataType::kInt8) != (operation.weight_scale != kNone)) return kScales;
    return BiasIs(operation.bias, DataType::kFloat32) ? "" : kWrongBias;
  }

  std::string_view Int8Weighted(const Weights& operation) const {
    if (!IsInt8(output_)) return "reads int8 and writes float32";
    if (TypeOf(operation.weight) != DataType::kInt8) return kWrongWeight;
    if (operation.weight_scale == kNone) return kScales;
    return BiasIs(operation.bias, DataType::kInt32) ? "" : kWrongBias;
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

}  // namespace glance
