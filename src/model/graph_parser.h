// The `graph` object of the `glance` document -> Graph. Structure only: every value is written
// before it is read and every tensor exists; shapes are the business of model/shapes.h.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "base/result.h"
#include "model/graph.h"
#include "model/json.h"
#include "model/tensor_index.h"

namespace glance {

inline constexpr size_t kMaxOperations = 16'384;

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

// Parses `fields`, the object "graph". Fails with model/bad-metadata, model/bad-graph,
// model/unsupported-operation, model/missing-tensor or model/too-large.
Result<Graph> ParseGraph(const Fields& fields, TensorIndex& tensors);

// One operation of the kind `op`, without its output. Fails as ParseGraph does.
Result<OperationKind> ParseOperation(std::string_view op, const Fields& fields, GraphScope& scope);

}  // namespace glance
