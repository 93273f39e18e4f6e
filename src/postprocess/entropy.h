// How undecided the scores are.
#pragma once

#include <span>

namespace glance {

// Shannon's entropy of `scores`, which are probabilities that sum to 1: 0 when one of them is 1,
// log2 of their number when all are equal. Within 1e-6 of it, relatively.
double EntropyBits(std::span<const float> scores);

}  // namespace glance
