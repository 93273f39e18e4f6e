// Which values of a graph matter: those that its outputs are computed from.
#pragma once

#include <span>
#include <vector>

#include "model/graph.h"

namespace glance {

// One flag for each value, true for `outputs` and all that they need.
std::vector<bool> LiveValues(const Graph& graph, std::span<const ValueId> outputs);

}  // namespace glance
