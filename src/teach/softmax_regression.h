// Multinomial logistic regression: weights W and biases b for which softmax(W x + b) says the
// classes of examples. Minimises
//   sum_i weight_i * -log(probability of i's class) + |W|^2 / (2 C),
// which is what scikit-learn's LogisticRegression(C, solver="lbfgs") minimises with the same
// weights; biases are free.
#pragma once

#include <cstdint>
#include <functional>
#include <span>

#include "base/buffer.h"
#include "base/result.h"
#include "teach/preconditioner.h"

namespace glance {

// Rows of numbers with their classes; points into memory of the caller.
struct LabelledRows {
  std::span<const float> values;  // (rows, columns)
  size_t columns = 0;
  std::span<const int32_t> classes;  // (rows), 0 to class_count - 1
  int class_count = 0;

  size_t rows() const { return classes.size(); }
  std::span<const float> Row(size_t row) const { return values.subspan(row * columns, columns); }
};

// One row of weights and one bias a class. A class without an example has a bias of -infinity.
struct LinearLayer {
  Buffer<float> weights;  // (classes, columns)
  Buffer<float> biases;   // (classes)

  // weights * row + biases -> logits, (classes).
  void Apply(std::span<const float> row, std::span<float> logits) const;
};

struct RegressionOptions {
  double c = 1;                              // the smaller, the smaller the weights
  double decrement = 2e-6;                   // see LbfgsOptions
  Preconditioner* preconditioner = nullptr;  // of the same C; nullptr: made of the used rows
  std::function<bool()> keep_going = [] { return true; };
};

// Fits a layer to the examples for which `is_used` is true (all when it is empty), each weighted by
// rows / (classes * rows of its class), so that all classes count alike. `start`, when given, is
// where the search begins. The sum of all weights is the number of rows. Fails with call/cancelled
// or memory/exhausted.
Result<LinearLayer> FitSoftmaxRegression(const LabelledRows& examples,
                                         std::span<const uint8_t> is_used,
                                         const RegressionOptions& options,
                                         const LinearLayer* start = nullptr);

}  // namespace glance
