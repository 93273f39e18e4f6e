#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "postprocess/scores.h"

namespace glance {
namespace {

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
