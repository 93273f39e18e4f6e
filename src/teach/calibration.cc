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

// Golden section on the logarithm: in 1 / temperature the loss is convex.
double BestTemperature(const HeldOutLogits& held_out) {
  constexpr double kWidest = 6.2;  // of the logarithm: 0.002 to 490
  constexpr double kGolden = 0.6180339887498949;
  double low = -kWidest, high = kWidest;
  double a = high - kGolden * (high - low), b = low + kGolden * (high - low);
  double loss_a = LogLoss(held_out, std::exp(a)), loss_b = LogLoss(held_out, std::exp(b));
  constexpr double kFine = 1e-3;
  while (high - low > kFine) {
    if (loss_a <= loss_b) {
      high = b;
      b = a;
      loss_b = loss_a;
      a = high - kGolden * (high - low);
      loss_a = LogLoss(held_out, std::exp(a));
    } else {
      low = a;
      a = b;
      loss_a = loss_b;
      b = low + kGolden * (high - low);
      loss_b = LogLoss(held_out, std::exp(b));
    }
  }
  return std::exp((low + high) / 2);
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
