// Layers that are taught without some of the pictures, and what they say of those.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <span>

#include "base/buffer.h"
#include "base/result.h"
#include "teach/examples.h"
#include "teach/softmax_regression.h"

namespace glance {

// The values of C that are tried.
inline constexpr std::array<double, 4> kRegularizations{1, 10, 100, 1000};

// The best C, and (rows, classes): the logits of each row from the layer that was taught with it
// and without the row's fold. A class that is wholly in that fold has -infinity.
struct HeldOut {
  double c = 0;
  double temperature = 1;  // BestTemperature
  Buffer<float> logits;
};

// Tries each C until a larger one does worse, each at its own best temperature, on as many folds as
// hide 500 rows (all when there are fewer); the other folds are taught with the best alone.
// `keep_going` is told how far it is, 0 to 1. Fails with call/cancelled or memory/exhausted.
Result<HeldOut> CrossValidate(const LabelledRows& examples, const Folds& folds,
                              const std::function<bool(double)>& keep_going);

// The cosine of each row, of length 1, to the nearest centroid of its fold's other rows; -2 where
// the row's own class has none. Rows of `none_class` take no part and get -2. `rows`: (rows,
// columns) in the order of `examples.classes`.
Result<Buffer<float>> HeldOutCosines(const LabelledRows& rows, const Folds& folds, int none_class);

// (classes, columns): the mean of each class's rows, scaled to length 1; 0 of `none_class`. Rows of
// fold `hidden` are left out (-1: none). A class without rows is 0.
Result<Buffer<float>> CentroidsOf(const LabelledRows& rows, const Folds& folds, int hidden,
                                  int none_class);

}  // namespace glance
