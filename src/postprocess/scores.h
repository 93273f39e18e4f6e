// Logits -> the probabilities of the classes, the best of them, and how undecided they are.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "glance/prediction.h"

namespace glance {

// Writes exp(logit - max) / sum to `scores`, which has the size of `logits` and may be the same
// memory. Accumulates in double; for finite logits the scores are finite and sum to 1 +- 1e-5.
void Softmax(std::span<const float> logits, std::span<float> scores);

// The min(k, scores.size()) largest scores, descending; equal scores by ascending index. They
// have no labels yet.
std::vector<Prediction> TopK(std::span<const float> scores, size_t k);

// Shannon's entropy of `scores`, which are probabilities that sum to 1: 0 when one of them is 1,
// log2 of their number when all are equal. Within 1e-6 of it, relatively.
double EntropyBits(std::span<const float> scores);

}  // namespace glance
