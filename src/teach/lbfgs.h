// Minimises a smooth convex function by limited-memory BFGS (Nocedal, 1980, "Updating quasi-Newton
// matrices with limited storage") with steps that are halved until the function falls; it begins
// with what the caller knows of the curvature.
#pragma once

#include <functional>
#include <span>

#include "base/buffer.h"
#include "base/result.h"

namespace glance {

struct LbfgsOptions {
  // Ends when the next step promises to lower the function by less than this share of it.
  double decrement = 1e-6;
  int iterations = 1000;  // at most
};

struct Objective {
  // Writes the gradient at `at` and returns the function's value there.
  std::function<double(std::span<const double> at, std::span<double> gradient)> evaluate;
  // Multiplies a gradient by about the inverse of the curvature, but for a factor: by a positive
  // definite matrix, always the same.
  std::function<void(std::span<double> gradient)> precondition;
};

// Moves `position` to where `objective` is least. `keep_going` is asked before each step. Fails
// with call/cancelled when it says no, or memory/exhausted.
Result<void> Minimize(const Objective& objective, std::span<double> position,
                      const LbfgsOptions& options, const std::function<bool()>& keep_going);

}  // namespace glance
