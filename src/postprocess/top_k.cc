// A heap of the best k so far with the worst of them on top: memory for k, not for all classes.
#include "postprocess/top_k.h"

#include <algorithm>
#include <cstddef>
#include <span>
#include <vector>

namespace glance {
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

}  // namespace glance
