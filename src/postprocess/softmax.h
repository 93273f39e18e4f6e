// Logits -> probabilities.
#pragma once

#include <span>

namespace glance {

// Writes exp(logit - max) / sum to `scores`, which has the size of `logits` and may be the same
// memory. Accumulates in double; for finite logits the scores are finite and sum to 1 +- 1e-5.
void Softmax(std::span<const float> logits, std::span<float> scores);

}  // namespace glance
