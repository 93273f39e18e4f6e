#include "postprocess/entropy.h"

#include <cmath>
#include <span>

namespace glance {

double EntropyBits(std::span<const float> scores) {
  double sum = 0;
  for (const float score : scores) {
    if (score > 0) sum -= double{score} * double{std::log2(score)};
  }
  return sum;
}

}  // namespace glance
