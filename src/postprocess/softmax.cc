// The largest logit is subtracted first, so that no exponential overflows.
#include "postprocess/softmax.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <span>

namespace glance {

void Softmax(std::span<const float> logits, std::span<float> scores) {
  if (logits.empty()) return;
  const double largest = *std::ranges::max_element(logits);
  double sum = 0;
  for (const float logit : logits) sum += std::exp(logit - largest);
  for (size_t i = 0; i < logits.size(); ++i) {
    scores[i] = static_cast<float>(std::exp(logits[i] - largest) / sum);
  }
}

}  // namespace glance
