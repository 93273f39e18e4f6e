#include "postprocess/scores.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <span>
#include <vector>

namespace glance {

// The largest logit is subtracted first, so that no exponential overflows.
void Softmax(std::span<const float> logits, std::span<float> scores) {
  if (logits.empty()) return;
  const double largest = *std::ranges::max_element(logits);
  double sum = 0;
  for (const float logit : logits) sum += std::exp(logit - largest);
  for (size_t i = 0; i < logits.size(); ++i) {
    scores[i] = static_cast<float>(std::exp(logits[i] - largest) / sum);
  }
}

// A heap of the best k so far with the worst of them on top: memory for k, not for all classes.

namespace {

bool IsBetter(const Prediction& a, const Prediction& b) {
  return a.score != b.score ? a.score > b.score : a.index < b.index;
}

}  // namespace

std::vector<Prediction> TopK(std::span<const float> scores, size_t k) {
  std::vector<Prediction> best;
  best.reserve(std::min(k, scores.size()));
  for (size_t i = 0; i < scores.size() && k > 0; ++i) {
    const Prediction candidate{static_cast<int>(i), scores[i]};
    if (best.size() == k) {
      if (!IsBetter(candidate, best.front())) continue;
      std::ranges::pop_heap(best, IsBetter);
      best.pop_back();
    }
    best.push_back(candidate);
    std::ranges::push_heap(best, IsBetter);
  }
  std::ranges::sort_heap(best, IsBetter);
  return best;
}

double EntropyBits(std::span<const float> scores) {
  double sum = 0;
  for (const float score : scores) {
    if (score > 0) sum -= double{score} * double{std::log2(score)};
  }
  return sum;
}

}  // namespace glance
