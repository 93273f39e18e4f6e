// When a call gives up. The steps of a call ask it between each other: what has begun is finished.
#pragma once

#include <optional>

#include "base/result.h"

namespace glance {

class Deadline {
 public:
  // `seconds` from now; never when there are none.
  explicit Deadline(std::optional<double> seconds);

  // At most 0 once it has passed; nothing when there is none.
  std::optional<double> SecondsLeft() const;

  // Fails with call/timed-out once it has passed.
  Result<void> Check() const;

 private:
  std::optional<double> seconds_;
  double start_s_;
};

}  // namespace glance
