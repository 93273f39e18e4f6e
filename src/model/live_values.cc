#include "model/live_values.h"

#include <algorithm>
#include <ranges>
#include <variant>

namespace glance {
namespace {

struct Reads {
  std::vector<ValueId> operator()(const Binary& binary) const { return {binary.a, binary.b}; }
  std::vector<ValueId> operator()(const MatMul& product) const { return {product.a, product.b}; }
  std::vector<ValueId> operator()(const Concat& concat) const { return concat.inputs; }
  template <typename Other>
  std::vector<ValueId> operator()(const Other& operation) const {
    return {operation.input};
  }
};

}  // namespace

std::vector<ValueId> ReadsOf(const OperationKind& kind) { return std::visit(Reads(), kind); }

std::vector<ValueId> ExternalValues(const Graph& graph) {
  std::vector<ValueId> ids{0};
  for (const ValueId id : {graph.logits, graph.features, graph.embedding}) {
    if (id != kNone && std::find(ids.begin(), ids.end(), id) == ids.end()) ids.push_back(id);
  }
  return ids;
}

std::vector<bool> LiveValues(const Graph& graph, std::span<const ValueId> outputs) {
  std::vector<bool> live(graph.value_names.size());
  for (const ValueId id : outputs) live[id] = true;
  // Operations are in execution order, so readers come before writers on the way back.
  for (const Operation& operation : std::views::reverse(graph.operations)) {
    if (!live[operation.output]) continue;
    for (const ValueId id : ReadsOf(operation.kind)) {
      if (id != kNone) live[id] = true;
    }
  }
  return live;
}

}  // namespace glance
