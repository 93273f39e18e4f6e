#include "base/deadline.h"

#include <algorithm>
#include <chrono>
#include <cstdint>

#include "base/error_codes.h"

namespace glance {
namespace {

double NowSeconds() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

}  // namespace

Deadline::Deadline(std::optional<double> seconds) : seconds_(seconds), start_s_(NowSeconds()) {}

std::optional<double> Deadline::SecondsLeft() const {
  if (!seconds_) return std::nullopt;
  return *seconds_ - (NowSeconds() - start_s_);
}

Result<void> Deadline::Check() const {
  const auto left = SecondsLeft();
  if (!left || *left > 0) return {};
  constexpr double kMilli = 1000;
  const auto limit_ms = static_cast<int64_t>(std::clamp(*seconds_ * kMilli, 0.0, 1e15));
  return Fail(error_code::kCallTimedOut,
              {"the picture was not done within ", limit_ms,
               " ms: make it smaller, or allow more time by the option timeout"});
}

}  // namespace glance
