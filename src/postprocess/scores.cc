#include "postprocess/scores.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numeric>
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
std::vector<Prediction> TopK(std::span<const float> scores, size_t k) {
  const auto is_better = [scores](int a, int b) {
    return scores[a] != scores[b] ? scores[a] > scores[b] : a < b;
  };
  std::vector<int> best(std::min(k, scores.size()));
  std::iota(best.begin(), best.end(), 0);
  std::ranges::make_heap(best, is_better);
  for (auto i = static_cast<int>(best.size()); i < static_cast<int>(scores.size()); ++i) {
    if (best.empty() || !is_better(i, best.front())) continue;
    std::ranges::pop_heap(best, is_better);
    best.back() = i;
    std::ranges::push_heap(best, is_better);
  }
  std::ranges::sort_heap(best, is_better);
  std::vector<Prediction> predictions(best.size());
  for (size_t i = 0; i < best.size(); ++i) {
    predictions[i].index = best[i];
    predictions[i].score = scores[best[i]];
  }
  return predictions;
}

double EntropyBits(std::span<const float> scores) {
  double sum = 0;
  for (const float score : scores) {
    if (score > 0) sum -= double{score} * double{std::log2(score)};
  }
  return sum;
}

}  // namespace glance
