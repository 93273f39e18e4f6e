#include "model/graph_parser.h"

#include "base/error_codes.h"

namespace glance {
namespace {

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
