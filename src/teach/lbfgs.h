// Minimises a smooth convex function by limited-memory BFGS (Nocedal, 1980, "Updating quasi-Newton
// matrices with limited storage") with steps that are halved until the function falls.
#pragma once

#include <functional>
#include <span>

#include "base/buffer.h"
#include "base/result.h"

namespace glance {

struct LbfgsOptions {
  double gradient = 1e-5;  // ends when no part of the gradient is larger
  double decrease = 1e-9;  // ends when a step changes the function by less, relatively
  int iterations = 1000;   // at most
};

// Writes the gradient at `at` and returns the function's value there.
using Objective = std::function<double(std::span<const double> at, std::span<double> gradient)>;

// Moves `position` to where `objective` is least. `keep_going` is asked before each step. Fails
// with call/cancelled when it says no, or memory/exhausted.
Result<void> Minimize(const Objective& objective, std::span<double> position,
                      const LbfgsOptions& options, const std::function<bool()>& keep_going);

}  // namespace glance
