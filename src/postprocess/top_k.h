// Scores -> the k best classes.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace glance {

struct Prediction {
  int index = 0;       // class index, 0..classes-1
  float score = 0.0f;  // probability, 0..1
};

// The min(k, scores.size()) largest scores, descending; equal scores by ascending index.
std::vector<Prediction> TopK(std::span<const float> scores, size_t k);

}  // namespace glance
