#include "postprocess/scores.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numeric>
#include <random>
#include <utility>
#include <vector>

namespace glance {
namespace {

constexpr float kLargest = std::numeric_limits<float>::max();

std::vector<float> SoftmaxOf(std::vector<float> logits) {
  Softmax(logits, logits);
  return logits;
}

double Sum(const std::vector<float>& scores) {
  return std::accumulate(scores.begin(), scores.end(), 0.0);
}

TEST(Softmax, ScoresAreExponentialsOverTheirSum) {
  // e^0 : e^ln2 : e^ln5 = 1 : 2 : 5.
  const auto scores = SoftmaxOf({0.0f, std::log(2.0f), std::log(5.0f)});
  // A logarithm is rounded by half an epsilon of 1.6 at most, its exponential changes by as much.
  constexpr float kTolerance = 2 * std::numeric_limits<float>::epsilon();
  EXPECT_NEAR(scores[0], 0.125f, kTolerance);
  EXPECT_NEAR(scores[1], 0.25f, kTolerance);
  EXPECT_NEAR(scores[2], 0.625f, kTolerance);
}

TEST(Softmax, EqualLogitsShareEqually) {
  EXPECT_EQ(SoftmaxOf({7.0f, 7.0f, 7.0f, 7.0f}), (std::vector{0.25f, 0.25f, 0.25f, 0.25f}));
}

TEST(Softmax, OneClassIsCertainAndNoClassIsFine) {
  EXPECT_EQ(SoftmaxOf({-3.0f}), (std::vector{1.0f}));
  EXPECT_TRUE(SoftmaxOf({}).empty());
}

TEST(Softmax, ExtremeFiniteLogitsGiveFiniteScores) {
  EXPECT_EQ(SoftmaxOf({kLargest, -kLargest, 0.0f}), (std::vector{1.0f, 0.0f, 0.0f}));
  EXPECT_EQ(SoftmaxOf({-kLargest, -kLargest}), (std::vector{0.5f, 0.5f}));
  EXPECT_EQ(SoftmaxOf({kLargest, kLargest}), (std::vector{0.5f, 0.5f}));
  const float denormal = std::numeric_limits<float>::denorm_min();
  EXPECT_EQ(SoftmaxOf({denormal, 0.0f}), (std::vector{0.5f, 0.5f}));
}

TEST(Softmax, ScoresSumToOneAndKeepTheOrder) {
  std::mt19937 random(1);
  for (const float spread : {0.0f, 1.0f, 30.0f, 1e4f, 1e30f}) {
    std::uniform_real_distribution<float> logit(-spread, spread);
    std::vector<float> logits(1000);
    std::ranges::generate(logits, [&] { return logit(random); });
    const auto scores = SoftmaxOf(logits);
    EXPECT_NEAR(Sum(scores), 1.0, 1e-5);
    EXPECT_EQ(std::ranges::max_element(scores) - scores.begin(),
              std::ranges::max_element(logits) - logits.begin());
    EXPECT_TRUE(std::ranges::all_of(scores, [](float s) { return s >= 0 && s <= 1; }));
  }
}

TEST(Softmax, WritesIntoOtherMemoryAsInPlace) {
  const std::vector<float> logits{1.5f, -2.0f, 0.25f};
  std::array<float, 3> scores{};
  Softmax(logits, scores);
  EXPECT_TRUE(std::ranges::equal(scores, SoftmaxOf(logits)));
}

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

TEST(Entropy, OfACertainAnswerIsZero) {
  EXPECT_EQ(EntropyBits(std::vector<float>{0, 1, 0}), 0);
  EXPECT_EQ(EntropyBits(std::vector<float>{1}), 0);
  EXPECT_EQ(EntropyBits({}), 0);
}

TEST(Entropy, OfEqualScoresIsTheLogarithmOfTheirNumber) {
  EXPECT_EQ(EntropyBits(std::vector<float>(8, 0.125f)), 3);
  EXPECT_EQ(EntropyBits(std::vector<float>(1024, 1.0f / 1024)), 10);
  EXPECT_NEAR(EntropyBits(std::vector<float>(1000, 1.0f / 1000)), std::log2(1000.0), 1e-5);
}

// 1/2 x 1 + 1/4 x 2 + 2 x 1/8 x 3.
TEST(Entropy, CountsEachScoreByHowSurprisingItIs) {
  EXPECT_EQ(EntropyBits(std::vector<float>{0.5f, 0.125f, 0.25f, 0.125f}), 1.75);
}

TEST(Entropy, OfScoresTooSmallToMatterIsFinite) {
  const float smallest = 1e-45f;
  EXPECT_NEAR(EntropyBits(std::vector<float>{1.0f, smallest, 0.0f}), 0, 1e-40);
}

}  // namespace
}  // namespace glance
