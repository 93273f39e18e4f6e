// Where further looks lie, and what is made of several: means that can be computed by hand.
#include "postprocess/looks.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <numeric>
#include <random>
#include <span>
#include <utility>
#include <vector>

#include "postprocess/scores.h"

namespace glance {
namespace {

// The mean and the decisive look.
std::pair<std::vector<float>, size_t> Mixed(const std::vector<float>& looks, size_t classes) {
  std::vector<float> scores(classes);
  const size_t decisive = MixScores(looks, scores);
  return {scores, decisive};
}

TEST(FurtherLooks, LieInsideTheWholeWhateverItsSize) {
  constexpr int kLargest = std::numeric_limits<int>::max() / 2;
  for (const Region& whole : {Region{0, 0, 400, 300}, Region{7, 5, 3, 2}, Region{9, 9, 1, 1},
                              Region{0, 3, 1, 1000}, Region{kLargest, 0, kLargest, kLargest}}) {
    const auto framings = FurtherLooks(whole);
    ASSERT_EQ(framings.size(), kMostLooks - 1);
    for (const Framing& framing : framings) {
      ASSERT_TRUE(framing.region);
      const auto& [x, y, width, height] = *framing.region;
      EXPECT_GE(width, 1);
      EXPECT_GE(height, 1);
      EXPECT_GE(x, whole.x);
      EXPECT_GE(y, whole.y);
      EXPECT_LE(x - whole.x, whole.width - width);
      EXPECT_LE(y - whole.y, whole.height - height);
    }
  }
}

TEST(FurtherLooks, AreHalvesOfTheSidesAroundTheMiddle) {
  std::vector<std::pair<int, int>> places;
  for (const Framing& framing : FurtherLooks({10, 20, 400, 300})) {
    EXPECT_EQ(framing.region->width, 200);
    EXPECT_EQ(framing.region->height, 150);
    places.emplace_back(framing.region->x, framing.region->y);
  }
  EXPECT_EQ(
      places,
      (std::vector<std::pair<int, int>>{
          {10, 20}, {110, 20}, {210, 20}, {10, 95}, {210, 95}, {10, 170}, {110, 170}, {210, 170}}));
}

constexpr float kNearlyEqual = 4 * std::numeric_limits<float>::epsilon();

TEST(MixScores, ALookWeighsAsMuchAsItIsSureAndTheFirstOneFourTimes) {
  // Entropies of ln 2, 0 and ln 2: weights of 2, 1 and 1 / 2, their sum is 7 / 2.
  const auto [scores, decisive] = Mixed({0.5f, 0.5f, 0, 1, 0.5f, 0.5f}, 2);
  EXPECT_NEAR(scores[0], 5.0f / 14, kNearlyEqual);
  EXPECT_NEAR(scores[1], 9.0f / 14, kNearlyEqual);
  EXPECT_EQ(decisive, 0U);  // it gave as much as the second
}

TEST(MixScores, OfEqualLooksTheMeanIsTheSameAndTheFirstDecides) {
  const auto [scores, decisive] = Mixed({0.25f, 0.75f, 0.25f, 0.75f, 0.25f, 0.75f}, 2);
  EXPECT_NEAR(scores[0], 0.25f, kNearlyEqual);
  EXPECT_NEAR(scores[1], 0.75f, kNearlyEqual);
  EXPECT_EQ(decisive, 0U);
}

TEST(MixScores, OfEquallySureOthersTheFirstDecides) {
  const auto [scores, decisive] = Mixed({0.25f, 0.25f, 0.25f, 0.25f, 0.25f, 0.25f, 0.25f, 0.25f,  //
                                         1, 0, 0, 0, 1, 0, 0, 0},
                                        4);
  EXPECT_GT(scores[0], scores[1]);
  EXPECT_EQ(decisive, 2U);
}

TEST(MixScores, TheFirstLookHasFourTenthsAtLeast) {
  const auto [scores, decisive] =
      Mixed({0.25f, 0.25f, 0.25f, 0.25f, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0}, 4);
  EXPECT_NEAR(scores[0], 0.7f, kNearlyEqual);
  EXPECT_NEAR(scores[3], 0.1f, kNearlyEqual);
  EXPECT_EQ(decisive, 1U);
}

TEST(MixScores, IsOneWhereEveryLookIsCertain) {
  const auto [scores, decisive] = Mixed({1, 0, 1, 0}, 2);
  EXPECT_EQ(scores, (std::vector<float>{1, 0}));
  EXPECT_EQ(decisive, 0U);
}

TEST(MixScores, OfManyClassesSumToOne) {
  constexpr size_t kClasses = 1000;
  std::mt19937 random(1);
  std::uniform_real_distribution<float> logit(-5, 5);
  std::vector<float> looks(kMostLooks * kClasses);
  std::ranges::generate(looks, [&] { return logit(random); });
  for (size_t look = 0; look < kMostLooks; ++look) {
    const auto scores = std::span(looks).subspan(look * kClasses, kClasses);
    Softmax(scores, scores);
  }
  const auto [scores, decisive] = Mixed(looks, kClasses);
  EXPECT_NEAR(std::accumulate(scores.begin(), scores.end(), 0.0), 1.0, 1e-5);
}

}  // namespace
}  // namespace glance
