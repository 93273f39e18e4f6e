// One function an operation of models/FORMAT.md, a table that finds it by name, and the loop over
// the operations of a graph.
#include "model/graph_parser.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <string>
#include <string_view>
#include <utility>

#include "base/error_codes.h"

namespace glance {
namespace {

// What the parsers of single operations share: the values written so far and the tensors.
class GraphScope {
 public:
  GraphScope(TensorIndex& tensors, Graph& graph) : tensors_(tensors), graph_(graph) {}

  // The value that `name` was given by an earlier operation. Fails with model/bad-graph.
  Result<ValueId> Read(const std::string& name, const std::string& place) const;
  // A new value. Fails with model/bad-graph when the name is taken.
  Result<ValueId> Write(const std::string& name, const std::string& place);

  Result<ValueId> Input(const Fields& fields) const;                     // the key "input"
  Result<TensorId> TensorAt(const Fields& fields, const char* key);      // required
  Result<TensorId> TensorOrNone(const Fields& fields, const char* key);  // optional

 private:
  TensorIndex& tensors_;
  Graph& graph_;
  std::map<std::string, ValueId> values_;
};

Result<ValueId> GraphScope::Read(const std::string& name, const std::string& place) const {
  const auto found = values_.find(name);
  if (found != values_.end()) return found->second;
  return Fail(error_code::kModelBadGraph,
              {place, " reads the value '", name, "', which no earlier operation writes"});
}

Result<ValueId> GraphScope::Write(const std::string& name, const std::string& place) {
  const auto id = static_cast<ValueId>(graph_.value_names.size());
  if (!values_.emplace(name, id).second) {
    return Fail(error_code::kModelBadGraph,
                {place, " writes the value '", name, "', which is already written"});
  }
  graph_.value_names.push_back(name);
  return id;
}

Result<ValueId> GraphScope::Input(const Fields& fields) const {
  TRY_ASSIGN(const std::string name, fields.String("input"));
  return Read(name, fields.place());
}

Result<TensorId> GraphScope::TensorAt(const Fields& fields, const char* key) {
  TRY_ASSIGN(const std::string name, fields.String(key));
  return tensors_.Use(name, fields.place());
}

Result<TensorId> GraphScope::TensorOrNone(const Fields& fields, const char* key) {
  if (!fields.Has(key)) return TensorId{kNone};
  return TensorAt(fields, key);
}

using Parser = Result<OperationKind> (*)(const Fields&, GraphScope&);

Result<Weights> ParseWeights(const Fields& fields, GraphScope& scope) {
  Weights weights;
  TRY_ASSIGN(weights.weight, scope.TensorAt(fields, "weight"));
  TRY_ASSIGN(weights.bias, scope.TensorOrNone(fields, "bias"));
  TRY_ASSIGN(weights.scale, scope.TensorOrNone(fields, "weight_scale"));
  return weights;
}

// What Conv2d and DepthwiseConv2d have in common.
template <typename Convolution>
Result<void> ReadConvolution(const Fields& fields, GraphScope& scope, Convolution& conv) {
  TRY_ASSIGN(conv.input, scope.Input(fields));
  TRY_ASSIGN(conv.weights, ParseWeights(fields, scope));
  TRY_ASSIGN(conv.stride, fields.PairOr("stride", {}));
  TRY_ASSIGN(conv.dilation, fields.PairOr("dilation", {}));
  TRY_ASSIGN(conv.padding, fields.PaddingOrNone());
  TRY_ASSIGN(conv.clamp, fields.ClampOrNone());
  return {};
}

Result<OperationKind> ParseConv2d(const Fields& fields, GraphScope& scope) {
  Conv2d conv;
  TRY(ReadConvolution(fields, scope, conv));
  TRY_ASSIGN(conv.groups, fields.UintOr("groups", 1, 1, 1U << 16));
  return conv;
}

Result<OperationKind> ParseDepthwiseConv2d(const Fields& fields, GraphScope& scope) {
  DepthwiseConv2d conv;
  TRY(ReadConvolution(fields, scope, conv));
  return conv;
}

Result<OperationKind> ParseDense(const Fields& fields, GraphScope& scope) {
  Dense dense;
  TRY_ASSIGN(dense.input, scope.Input(fields));
  TRY_ASSIGN(dense.weights, ParseWeights(fields, scope));
  TRY_ASSIGN(dense.clamp, fields.ClampOrNone());
  return dense;
}

Result<OperationKind> ParseBinary(BinaryKind kind, const Fields& fields, GraphScope& scope) {
  Binary binary{.kind = kind};
  TRY_ASSIGN(const auto inputs, fields.Strings("inputs"));
  TRY_ASSIGN(binary.constant, scope.TensorOrNone(fields, "constant"));
  const size_t want = binary.constant == kNone ? 2 : 1;
  if (inputs.size() != want) {
    return Fail(error_code::kModelBadGraph,
                {fields.place(), ": ", inputs.size(), " inputs, want ", want});
  }
  TRY_ASSIGN(binary.a, scope.Read(inputs[0], fields.place()));
  if (want == 2) {
    TRY_ASSIGN(binary.b, scope.Read(inputs[1], fields.place()));
  }
  TRY_ASSIGN(binary.clamp, fields.ClampOrNone());
  return binary;
}

Result<OperationKind> ParseConcat(const Fields& fields, GraphScope& scope) {
  Concat concat;
  TRY_ASSIGN(const auto inputs, fields.Strings("inputs"));
  if (inputs.size() < 2) {
    return Fail(error_code::kModelBadGraph, {fields.place(), ": fewer than two inputs"});
  }
  for (const auto& name : inputs) {
    TRY_ASSIGN(const ValueId value, scope.Read(name, fields.place()));
    concat.inputs.push_back(value);
  }
  TRY_ASSIGN(concat.axis, fields.UintOr("axis", concat.axis, 1, 3));
  return concat;
}

Result<std::array<uint32_t, 3>> Three(const Fields& fields, const char* key, uint32_t low) {
  TRY_ASSIGN(const auto numbers, fields.Uints(key, 3, 3, low));
  return std::array<uint32_t, 3>{numbers[0], numbers[1], numbers[2]};
}

Result<OperationKind> ParseRearrange(const Fields& fields, GraphScope& scope) {
  Rearrange rearrange;
  TRY_ASSIGN(rearrange.input, scope.Input(fields));
  TRY_ASSIGN(rearrange.view, fields.Uints("view", 1, Rearrange::kMaxAxes, 1));
  const size_t axes = rearrange.view.size();
  TRY_ASSIGN(rearrange.order, fields.Uints("order", axes, axes, 0));
  for (uint32_t axis = 0; axis < axes; ++axis) {
    if (std::ranges::find(rearrange.order, axis) != rearrange.order.end()) continue;
    return fields.Wrong("order", "each axis of 'view' once");
  }
  TRY_ASSIGN(rearrange.shape, Three(fields, "shape", 1));
  return rearrange;
}

Result<OperationKind> ParseSlice(const Fields& fields, GraphScope& scope) {
  Slice slice;
  TRY_ASSIGN(slice.input, scope.Input(fields));
  TRY_ASSIGN(slice.begin, Three(fields, "begin", 0));
  TRY_ASSIGN(slice.size, Three(fields, "size", 1));
  return slice;
}

Result<OperationKind> ParsePad(const Fields& fields, GraphScope& scope) {
  Pad pad;
  TRY_ASSIGN(pad.input, scope.Input(fields));
  TRY_ASSIGN(pad.padding, fields.PaddingOrNone());
  if (pad.padding.same) return fields.Wrong("padding", "[top, right, bottom, left]");
  return pad;
}

Result<OperationKind> ParseMatMul(const Fields& fields, GraphScope& scope) {
  TRY_ASSIGN(const auto inputs, fields.Strings("inputs"));
  if (inputs.size() != 2) {
    return Fail(error_code::kModelBadGraph,
                {fields.place(), ": ", inputs.size(), " inputs, want 2"});
  }
  MatMul product;
  TRY_ASSIGN(product.a, scope.Read(inputs[0], fields.place()));
  TRY_ASSIGN(product.b, scope.Read(inputs[1], fields.place()));
  return product;
}

// What MaxPool and AveragePool have in common.
template <typename Pool>
Result<void> ReadPool(const Fields& fields, GraphScope& scope, Pool& pool) {
  TRY_ASSIGN(pool.input, scope.Input(fields));
  TRY_ASSIGN(pool.kernel, fields.Pair("kernel"));
  TRY_ASSIGN(pool.stride, fields.PairOr("stride", {}));
  TRY_ASSIGN(pool.padding, fields.PaddingOrNone());
  TRY_ASSIGN(pool.ceil_mode, fields.BoolOr("ceil_mode", false));
  TRY_ASSIGN(pool.clamp, fields.ClampOrNone());
  return {};
}

Result<OperationKind> ParseMaxPool(const Fields& fields, GraphScope& scope) {
  MaxPool pool;
  TRY(ReadPool(fields, scope, pool));
  TRY_ASSIGN(pool.dilation, fields.PairOr("dilation", {}));
  return pool;
}

Result<OperationKind> ParseAveragePool(const Fields& fields, GraphScope& scope) {
  AveragePool pool;
  TRY(ReadPool(fields, scope, pool));
  TRY_ASSIGN(pool.count_padding, fields.BoolOr("count_padding", false));
  return pool;
}

Result<OperationKind> ParseGlobalAveragePool(const Fields& fields, GraphScope& scope) {
  GlobalAveragePool pool;
  TRY_ASSIGN(pool.input, scope.Input(fields));
  TRY_ASSIGN(pool.clamp, fields.ClampOrNone());
  return pool;
}

Result<OperationKind> ParseChannelAverage(const Fields& fields, GraphScope& scope) {
  ChannelAverage average;
  TRY_ASSIGN(average.input, scope.Input(fields));
  return average;
}

Result<OperationKind> ParseConvert(const Fields& fields, GraphScope& scope) {
  Convert convert;
  TRY_ASSIGN(convert.input, scope.Input(fields));
  return convert;
}

Result<OperationKind> ParseUnary(UnaryKind kind, const Fields& fields, GraphScope& scope) {
  Unary unary{.kind = kind};
  TRY_ASSIGN(unary.input, scope.Input(fields));
  TRY_ASSIGN(unary.clamp, fields.ClampOrNone());
  if ((kind == UnaryKind::kClamp) != fields.Has("clamp")) {
    return fields.Wrong("clamp", kind == UnaryKind::kClamp ? "[low, high]" : "read here");
  }
  return unary;
}

// A number that is normal and above 0 as float32.
Result<float> PositiveOr(const Fields& fields, const char* key, float fallback) {
  if (!fields.Has(key)) return fallback;
  TRY_ASSIGN(const double number, fields.Number(key));
  const auto value = static_cast<float>(number);
  if (std::isnormal(value) && value > 0) return value;
  return fields.Wrong(key, "a number above 0");
}

Result<OperationKind> ParseElu(const Fields& fields, GraphScope& scope) {
  Unary elu{.kind = UnaryKind::kElu};
  TRY_ASSIGN(elu.input, scope.Input(fields));
  TRY_ASSIGN(elu.parameter, PositiveOr(fields, "alpha", 1.0f));
  return elu;
}

Result<OperationKind> ParsePower(const Fields& fields, GraphScope& scope) {
  Unary power{.kind = UnaryKind::kPower};
  TRY_ASSIGN(power.input, scope.Input(fields));
  TRY_ASSIGN(const double exponent, fields.Number("exponent"));
  power.parameter = static_cast<float>(exponent);
  if (!std::isfinite(power.parameter)) return fields.Wrong("exponent", "a finite number");
  return power;
}

Result<OperationKind> ParseLayerNorm(const Fields& fields, GraphScope& scope) {
  Normalization norm;
  TRY_ASSIGN(norm.input, scope.Input(fields));
  TRY_ASSIGN(norm.epsilon, PositiveOr(fields, "epsilon", norm.epsilon));
  return norm;
}

Result<OperationKind> ParseGroupNorm(const Fields& fields, GraphScope& scope) {
  Normalization norm;
  TRY_ASSIGN(norm.input, scope.Input(fields));
  TRY_ASSIGN(norm.groups, fields.UintOr("groups", 1, 1, 1U << 16));
  TRY_ASSIGN(norm.epsilon, PositiveOr(fields, "epsilon", norm.epsilon));
  return norm;
}

struct NamedParser {
  std::string_view op;
  Parser parse;
};

constexpr std::array<NamedParser, 26> kParsers{{
    {"conv2d", ParseConv2d},
    {"depthwise_conv2d", ParseDepthwiseConv2d},
    {"dense", ParseDense},
    {"add", [](const Fields& f, GraphScope& s) { return ParseBinary(BinaryKind::kAdd, f, s); }},
    {"multiply",
     [](const Fields& f, GraphScope& s) { return ParseBinary(BinaryKind::kMultiply, f, s); }},
    {"concat", ParseConcat},
    {"max_pool", ParseMaxPool},
    {"average_pool", ParseAveragePool},
    {"global_average_pool", ParseGlobalAveragePool},
    {"channel_average", ParseChannelAverage},
    {"elu", ParseElu},
    {"power", ParsePower},
    {"layer_norm", ParseLayerNorm},
    {"group_norm", ParseGroupNorm},
    {"rearrange", ParseRearrange},
    {"slice", ParseSlice},
    {"pad", ParsePad},
    {"matmul", ParseMatMul},
    {"softmax",
     [](const Fields& f, GraphScope& s) { return ParseUnary(UnaryKind::kSoftmax, f, s); }},
    {"convert", ParseConvert},
    {"gelu", [](const Fields& f, GraphScope& s) { return ParseUnary(UnaryKind::kGelu, f, s); }},
    {"clamp", [](const Fields& f, GraphScope& s) { return ParseUnary(UnaryKind::kClamp, f, s); }},
    {"sigmoid",
     [](const Fields& f, GraphScope& s) { return ParseUnary(UnaryKind::kSigmoid, f, s); }},
    {"hard_sigmoid",
     [](const Fields& f, GraphScope& s) { return ParseUnary(UnaryKind::kHardSigmoid, f, s); }},
    {"hard_swish",
     [](const Fields& f, GraphScope& s) { return ParseUnary(UnaryKind::kHardSwish, f, s); }},
    {"l2_normalize",
     [](const Fields& f, GraphScope& s) { return ParseUnary(UnaryKind::kL2Normalize, f, s); }},
}};

// One operation of the kind `op`, without its output. Fails as ParseGraph does.
Result<OperationKind> ParseOperation(std::string_view op, const Fields& fields, GraphScope& scope) {
  const auto* found = std::find_if(kParsers.begin(), kParsers.end(),
                                   [op](const NamedParser& parser) { return parser.op == op; });
  if (found != kParsers.end()) return found->parse(fields, scope);
  return Fail(error_code::kModelUnsupportedOperation,
              {fields.place(), ": this version has no operation '", op, "'"});
}

Result<Operation> ReadOperation(size_t position, yyjson_val* value, GraphScope& scope,
                                Graph& graph) {
  const Fields nameless(value, Join({"operation ", position}));
  TRY_ASSIGN(const std::string op, nameless.String("op"));
  const Fields fields(value, Join({nameless.place(), " (", op, ")"}));
  Operation operation;
  TRY_ASSIGN(operation.kind, ParseOperation(op, fields, scope));
  TRY_ASSIGN(const std::string output, fields.String("output"));
  TRY_ASSIGN(operation.output, scope.Write(output, fields.place()));
  TRY_ASSIGN(const auto quantization, fields.QuantizationOrNone());
  if (quantization) graph.quantization[operation.output] = *quantization;
  return operation;
}

Result<ValueId> ReadOutput(const Fields& outputs, const char* key, const GraphScope& scope) {
  if (!outputs.Has(key)) return ValueId{kNone};
  TRY_ASSIGN(const std::string name, outputs.String(key));
  return scope.Read(name, Join({"output '", key, "'"}));
}

}  // namespace

Result<Graph> ParseGraph(const Fields& fields, TensorIndex& tensors) {
  yyjson_val* operations = fields.Get("operations");
  if (!yyjson_is_arr(operations)) return fields.Wrong("operations", "a list");
  if (yyjson_arr_size(operations) > kMaxOperations) {
    return Fail(error_code::kModelTooLarge, {yyjson_arr_size(operations), " operations; at most ",
                                             kMaxOperations, " are read"});
  }
  Graph graph;
  GraphScope scope(tensors, graph);
  TRY_ASSIGN(const std::string input, fields.String("input"));
  TRY(scope.Write(input, "the graph's input"));
  yyjson_arr_iter iterator = yyjson_arr_iter_with(operations);
  while (yyjson_val* value = yyjson_arr_iter_next(&iterator)) {
    TRY_ASSIGN(Operation operation, ReadOperation(graph.operations.size(), value, scope, graph));
    graph.operations.push_back(std::move(operation));
  }
  TRY_ASSIGN(const Fields outputs, fields.Object("outputs"));
  TRY_ASSIGN(graph.logits, ReadOutput(outputs, "logits", scope));
  TRY_ASSIGN(graph.features, ReadOutput(outputs, "features", scope));
  TRY_ASSIGN(graph.embedding, ReadOutput(outputs, "embedding", scope));
  if (graph.logits <= 0) {
    return Fail(error_code::kModelBadGraph, "the graph has no operation that writes 'logits'");
  }
  return graph;
}

}  // namespace glance
