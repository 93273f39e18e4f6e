// Which values of a graph its outputs are computed from, and when each is read last.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "model/graph.h"

namespace glance {

// The values that an operation reads; kNone stands for a tensor of the file.
std::vector<ValueId> ReadsOf(const OperationKind& kind);

// What the caller of a network writes and reads: the input first, then the graph's outputs.
std::vector<ValueId> ExternalValues(const Graph& graph);

// By value: true for `outputs` and all that they need.
std::vector<bool> LiveValues(const Graph& graph, std::span<const ValueId> outputs);

}  // namespace glance
