#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <random>
#include <utility>
#include <vector>

#include "postprocess/scores.h"

namespace glance {
namespace {

using IndexAndScore = std::pair<int, float>;

std::vector<IndexAndScore> Best(const std::vector<float>& scores, size_t k) {
  std::vector<IndexAndScore> best;
  for (const Prediction& p : TopK(scores, k)) best.emplace_back(p.index, p.score);
  return best;
}

TEST(TopK, LargestScoresComeFirst) {
  EXPECT_EQ(Best({0.1f, 0.4f, 0.2f, 0.3f}, 2), (std::vector<IndexAndScore>{{1, 0.4f}, {3, 0.3f}}));
}

TEST(TopK, EqualScoresComeByIndex) {
  EXPECT_EQ(Best({0.2f, 0.3f, 0.2f, 0.3f, 0.2f}, 4),
            (std::vector<IndexAndScore>{{1, 0.3f}, {3, 0.3f}, {0, 0.2f}, {2, 0.2f}}));
}

TEST(TopK, KMayBeLargerThanTheNumberOfClassesOrZero) {
  EXPECT_EQ(Best({0.25f, 0.75f}, 5), (std::vector<IndexAndScore>{{1, 0.75f}, {0, 0.25f}}));
  EXPECT_EQ(Best({0.25f, 0.75f}, std::numeric_limits<size_t>::max()).size(), 2u);
  EXPECT_TRUE(Best({0.25f, 0.75f}, 0).empty());
  EXPECT_TRUE(Best({}, 5).empty());
}

TEST(TopK, EqualsTheBeginningOfAFullSort) {
  std::mt19937 random(3);
  for (int round = 0; round < 50; ++round) {
    // Few distinct scores, so that there are ties.
    std::vector<float> scores(1 + random() % 300);
    std::ranges::generate(scores, [&] { return static_cast<float>(random() % 40) / 64; });
    std::vector<IndexAndScore> sorted(scores.size());
    for (size_t i = 0; i < scores.size(); ++i) sorted[i] = {static_cast<int>(i), scores[i]};
    std::ranges::stable_sort(sorted, std::ranges::greater{}, &IndexAndScore::second);
    for (const size_t k : {size_t{1}, size_t{5}, scores.size()}) {
      const size_t count = std::min(k, scores.size());
      EXPECT_EQ(Best(scores, k), (std::vector(sorted.begin(), sorted.begin() + count)));
    }
  }
}

}  // namespace
}  // namespace glance
