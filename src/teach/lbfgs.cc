#include "teach/lbfgs.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "base/error_codes.h"
#include "teach/vectors.h"

namespace glance {
namespace {

constexpr size_t kMemory = 6;  // steps that are remembered

// The last steps and how the gradient changed along each: an estimate of the curvature.
class History {
 public:
  History(const Objective& objective, size_t size) : objective_(objective), size_(size) {}

  Result<void> Allocate() {
    TRY_ASSIGN(steps_, Buffer<double>::Create(kMemory * size_));
    TRY_ASSIGN(changes_, Buffer<double>::Create(kMemory * size_));
    TRY_ASSIGN(scratch_, Buffer<double>::Create(size_));
    return {};
  }

  std::span<double> NextStep() { return steps_.span().subspan(next_ * size_, size_); }
  std::span<double> NextChange() { return changes_.span().subspan(next_ * size_, size_); }

  // Keeps what was written to the next step and change, unless the function is flat along it.
  void Keep() {
    const double curvature = Dot(NextStep(), NextChange());
    if (!(curvature > 0)) return;
    curvature_[next_] = curvature;
    std::ranges::copy(NextChange(), scratch_.data());
    objective_.precondition(scratch_.span());
    scale_ = curvature / Dot(NextChange(), scratch_.span());
    next_ = (next_ + 1) % kMemory;
    count_ = std::min(count_ + 1, kMemory);
  }

  bool empty() const { return count_ == 0; }

  // Turns a gradient into the step against it.
  void Direct(std::span<double> vector) const {
    std::array<double, kMemory> alphas{};
    for (size_t back = 1; back <= count_; ++back) {
      const size_t at = (next_ + kMemory - back) % kMemory;
      alphas[at] = Dot(Step(at), vector) / curvature_[at];
      AddScaled(vector, -alphas[at], Change(at));
    }
    objective_.precondition(vector);
    for (double& value : vector) value *= -scale_;
    for (size_t back = count_; back >= 1; --back) {
      const size_t at = (next_ + kMemory - back) % kMemory;
      const double beta = Dot(Change(at), vector) / curvature_[at];
      AddScaled(vector, -alphas[at] - beta, Step(at));
    }
  }

 private:
  std::span<const double> Step(size_t at) const { return steps_.span().subspan(at * size_, size_); }
  std::span<const double> Change(size_t at) const {
    return changes_.span().subspan(at * size_, size_);
  }

  const Objective& objective_;
  size_t size_;
  Buffer<double> steps_, changes_;  // (kMemory, size)
  Buffer<double> scratch_;          // (size)
  std::array<double, kMemory> curvature_{};
  double scale_ = 1;
  size_t next_ = 0, count_ = 0;
};

}  // namespace

Result<void> Minimize(const Objective& objective, std::span<double> position,
                      const LbfgsOptions& options, const std::function<bool()>& keep_going) {
  const size_t size = position.size();
  History history(objective, size);
  TRY(history.Allocate());
  TRY_ASSIGN(auto gradient, Buffer<double>::Create(size));
  TRY_ASSIGN(auto direction, Buffer<double>::Create(size));
  TRY_ASSIGN(auto trial, Buffer<double>::Create(size));
  TRY_ASSIGN(auto trial_gradient, Buffer<double>::Create(size));
  double value = objective.evaluate(position, gradient.span());
  for (int i = 0; i < options.iterations; ++i) {
    if (!keep_going()) return Fail(error_code::kCallCancelled, "teaching was cancelled");
    std::ranges::copy(gradient.span(), direction.data());
    history.Direct(direction.span());
    const double slope = Dot(gradient.span(), direction.span());
    // A parabola of this slope that is least after one step falls by half of it.
    if (!(-slope / 2 > options.decrement * std::abs(value))) return {};
    constexpr double kSufficient = 1e-4;
    constexpr double kShortest = 1e-12;
    double step = 1;
    double next = value;
    while (step > kShortest) {
      std::ranges::copy(position, trial.data());
      AddScaled(trial.span(), step, direction.span());
      next = objective.evaluate(trial.span(), trial_gradient.span());
      if (next <= value + kSufficient * step * slope) break;
      step /= 2;
    }
    if (!(step > kShortest)) return {};  // as far as this arithmetic can see
    for (size_t j = 0; j < size; ++j) {
      history.NextStep()[j] = trial.data()[j] - position[j];
      history.NextChange()[j] = trial_gradient.data()[j] - gradient.data()[j];
    }
    history.Keep();
    std::ranges::copy(trial.span(), position.begin());
    std::swap(gradient, trial_gradient);
    value = next;
  }
  return {};
}

}  // namespace glance
