#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numeric>
#include <random>
#include <vector>

#include "postprocess/scores.h"

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

}  // namespace
}  // namespace glance
