#include "teach/calibration.h"

#include <algorithm>
#include <cmath>

#include "base/heap_sort.h"
#include "teach/logarithm.h"

namespace glance {
namespace {

constexpr double kLeastProbability = 1e-6;

double Probability(std::span<const float> logits, size_t label, double temperature) {
  const double largest = *std::ranges::max_element(logits);
  double sum = 0;
  for (const float logit : logits) sum += std::exp((logit - largest) / temperature);
  return std::exp((logits[label] - largest) / temperature) / sum;
}

// Where a function with one minimum between `low` and `high` has it, by golden section.
template <typename Function>
double LeastBetween(double low, double high, Function function) {
  constexpr double kGolden = 0.6180339887498949;
  constexpr double kFine = 1e-3;
  double a = high - kGolden * (high - low), b = low + kGolden * (high - low);
  double at_a = function(a), at_b = function(b);
  while (high - low > kFine) {
    if (at_a <= at_b) {
      high = b;
      b = a;
      at_b = at_a;
      a = high - kGolden * (high - low);
      at_a = function(a);
    } else {
      low = a;
      a = b;
      at_a = at_b;
      b = low + kGolden * (high - low);
      at_b = function(b);
    }
  }
  return (low + high) / 2;
}

}  // namespace

double LogLoss(const HeldOutLogits& held_out, double temperature) {
  double sum = 0;
  for (size_t row = 0; row < held_out.classes.size(); ++row) {
    const auto label = static_cast<size_t>(held_out.classes[row]);
    const double probability = Probability(held_out.Row(row), label, temperature);
    sum -= Log(std::max(probability, kLeastProbability));
  }
  return sum / static_cast<double>(std::max<size_t>(held_out.classes.size(), 1));
}

double CalibrationLoss(const HeldOutLogits& held_out, double temperature) {
  const double logarithm = Log(temperature);
  const auto rows = static_cast<double>(std::max<size_t>(held_out.classes.size(), 1));
  return LogLoss(held_out, temperature) + logarithm * logarithm / (2 * rows);
}

// Of a grid of the logarithm first: with few rows there may be a minimum at the rows' own best
// temperature and another one near the prior's.
double BestTemperature(const HeldOutLogits& held_out) {
  constexpr int kSteps = 6;  // of 1, to each side of 0
  const auto loss = [&](double logarithm) {
    return CalibrationLoss(held_out, std::exp(logarithm));
  };
  double best = 0, least = loss(0);
  for (int step = -kSteps; step <= kSteps; ++step) {
    const double there = step == 0 ? least : loss(step);
    if (!(there < least)) continue;
    least = there;
    best = step;
  }
  return std::exp(LeastBetween(best - 1, best + 1, loss));
}

Result<UnknownRule> RuleLosing(std::span<const float> cosines, std::span<const float> scores,
                               double lost, double* share) {
  *share = 0;
  UnknownRule rule;
  TRY_ASSIGN(auto by_cosine, Buffer<float>::CopyOf(cosines));
  TRY_ASSIGN(auto by_score, Buffer<float>::CopyOf(scores));
  HeapSort(by_cosine.span());
  HeapSort(by_score.span());
  const size_t count = cosines.size();
  const auto allowed = static_cast<size_t>(std::floor(lost * static_cast<double>(count) + 1e-9));
  for (size_t cut = 0; cut < count; ++cut) {
    const float cosine = by_cosine.data()[cut], score = by_score.data()[cut];
    size_t below = 0;
    for (size_t i = 0; i < count; ++i) below += cosines[i] < cosine || scores[i] < score ? 1 : 0;
    if (below > allowed) break;
    rule.least_cosine = cosine;
    rule.least_score = score;
    *share = static_cast<double>(below) / static_cast<double>(count);
  }
  return rule;
}

}  // namespace glance
