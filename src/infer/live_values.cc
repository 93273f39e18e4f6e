#include "infer/live_values.h"

#include <ranges>
#include <variant>

namespace glance {
namespace {

// The values that an operation reads; kNone stands for a tensor of the file.
struct ReadsOf {
  std::vector<ValueId> operator()(const Binary& binary) const { return {binary.a, binary.b}; }
  std::vector<ValueId> operator()(const Concat& concat) const { return concat.inputs; }
  template <typename Other>
  std::vector<ValueId> operator()(const Other& operation) const {
    return {operation.input};
  }
};

}  // namespace

std::vector<bool> LiveValues(const Graph& graph, std::span<const ValueId> outputs) {
  std::vector<bool> live(graph.value_names.size());
  for (const ValueId id : outputs) live[id] = true;
  // Operations are in execution order, so readers come before writers on the way back.
  for (const Operation& operation : std::views::reverse(graph.operations)) {
    if (!live[operation.output]) continue;
    for (const ValueId id : std::visit(ReadsOf(), operation.kind)) {
      if (id != kNone) live[id] = true;
    }
  }
  return live;
}

}  // namespace glance
