#include "postprocess/looks.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <span>
#include <vector>

#include "postprocess/scores.h"

namespace glance {
namespace {

// The parts begin at each of so many places along a side, and have half of it: an object of a
// quarter of the side lies wholly in one of them.
constexpr int kPlaces = 3;

int PartOf(int side) { return std::max(1, side / 2); }

// Where the part begins that is number `place` along `side`.
int StartOf(int side, int place) {
  return static_cast<int>(int64_t{side - PartOf(side)} * place / (kPlaces - 1));
}

// How much the first look weighs beside an equally sure other one, and its share at least: parts of
// a large object are surely taken for other things.
constexpr double kFirst = 4;
constexpr double kLeastShareOfFirst = 0.4;

// exp(-entropy in nats), 0..1: one over the number of classes among which the look wavers.
double WeightOf(std::span<const float> scores) { return std::exp2(-EntropyBits(scores)); }

}  // namespace

// A grid without its middle, which the first look saw best.
std::vector<Framing> FurtherLooks(const Region& whole) {
  std::vector<Framing> framings;
  for (int row = 0; row < kPlaces; ++row) {
    for (int column = 0; column < kPlaces; ++column) {
      if (row == kPlaces / 2 && column == kPlaces / 2) continue;
      const Region part{whole.x + StartOf(whole.width, column),
                        whole.y + StartOf(whole.height, row), PartOf(whole.width),
                        PartOf(whole.height)};
      framings.push_back({Fit::kCrop, part});
    }
  }
  return framings;
}

// In double and in one order: the same looks have the same mean, on every machine.
size_t MixScores(std::span<const float> looks, std::span<float> scores) {
  const size_t classes = scores.size();
  std::vector<double> weights(looks.size() / classes);
  for (size_t i = 0; i < weights.size(); ++i) {
    weights[i] = WeightOf(looks.subspan(i * classes, classes));
  }
  const double others = std::accumulate(weights.begin() + 1, weights.end(), 0.0);
  weights[0] =
      std::max(kFirst * weights[0], kLeastShareOfFirst / (1 - kLeastShareOfFirst) * others);
  const double sum = weights[0] + others;
  for (size_t c = 0; c < classes; ++c) {
    double mean = 0;
    for (size_t i = 0; i < weights.size(); ++i) mean += weights[i] / sum * looks[i * classes + c];
    scores[c] = static_cast<float>(mean);
  }
  const auto best = std::ranges::max_element(scores) - scores.begin();
  const auto given = [&](size_t i) { return weights[i] * looks[i * classes + best]; };
  size_t decisive = 0;
  for (size_t i = 1; i < weights.size(); ++i) {
    if (given(i) > given(decisive)) decisive = i;
  }
  return decisive;
}

}  // namespace glance
