// What a network takes when it is compiled and run, from its shapes alone: a weight file of some
// kilobytes may ask for gigabytes or for hours.
#pragma once

#include <vector>

#include "base/result.h"
#include "model/model.h"
#include "model/shapes.h"

namespace glance {

// What a network may take with a `network_budget` of 1.
inline constexpr double kNetworkBytes = 1 << 30;
inline constexpr double kNetworkMultiplyAdds = 100e9;

// Exact up to 2^53, and never too large for the type.
struct NetworkNeeds {
  double bytes = 0;          // without the weight file itself
  double multiply_adds = 0;  // for one picture; other arithmetic in as many as take its time
};

// `shapes` is what InferShapes returned. The bytes are the weights as the backend packs them, its
// pointers to the pixels of windows, and the values that are alive at the same time where they are
// most. Only operations that the outputs need count.
NetworkNeeds NeedsOf(const Model& model, const std::vector<ValueShape>& shapes);

// Fails with model/too-large, naming what the network wants and what `budget` (times kNetworkBytes
// and kNetworkMultiplyAdds) allows.
Result<void> CheckBudget(const NetworkNeeds& needs, int budget);

}  // namespace glance
