#include "postprocess/heat_map.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <random>
#include <string>
#include <vector>

namespace glance {
namespace {

std::vector<float> MapOf(const std::vector<float>& features, int height, int width,
                         const std::vector<float>& weights) {
  const auto map = ClassActivationMap(features, height, width, weights);
  EXPECT_TRUE(map.has_value()) << map.error().message;
  EXPECT_EQ(map->height, height);
  EXPECT_EQ(map->width, width);
  return {map->values.data(), map->values.data() + map->values.size()};
}

TEST(ClassActivationMap, IsTheWeightedSumOverChannelsScaledToUnit) {
  // Two channels at 1x3 positions, weights 2 and -1: sums 1, 5, 3.
  EXPECT_EQ(MapOf({1, 1, 3, 1, 2, 1}, 1, 3, {2, -1}), (std::vector{0.0f, 1.0f, 0.5f}));
}

TEST(ClassActivationMap, ConstantMapIsZero) {
  EXPECT_EQ(MapOf({5, 5, 5, 5}, 2, 2, {3}), (std::vector{0.0f, 0.0f, 0.0f, 0.0f}));
  EXPECT_EQ(MapOf({5, 7}, 1, 1, {1, 1}), (std::vector{0.0f}));
  EXPECT_EQ(MapOf({1, 2, 3, 4}, 2, 2, {0}), (std::vector{0.0f, 0.0f, 0.0f, 0.0f}));
}

TEST(ClassActivationMap, ExtremeFeaturesStayFinite) {
  constexpr float kLargest = std::numeric_limits<float>::max();
  EXPECT_EQ(MapOf({kLargest, -kLargest, 0}, 1, 3, {kLargest}), (std::vector{1.0f, 0.0f, 0.5f}));
}

TEST(ClassActivationMap, EqualsTheNaiveSum) {
  std::mt19937 random(4);
  std::uniform_real_distribution<float> value(-3, 3);
  for (int round = 0; round < 20; ++round) {
    const size_t height = 1 + random() % 9, width = 2 + random() % 9;
    const size_t channels = 1 + random() % 200;
    std::vector<float> features(height * width * channels), weights(channels);
    for (float& f : features) f = value(random);
    for (float& w : weights) w = value(random);
    std::vector<double> sums(height * width);
    for (size_t i = 0; i < features.size(); ++i) {
      sums[i / channels] += static_cast<double>(features[i]) * weights[i % channels];
    }
    const auto [low, high] = std::ranges::minmax(sums);
    const std::vector<float> map =
        MapOf(features, static_cast<int>(height), static_cast<int>(width), weights);
    // Only the conversion to float rounds noticeably, by half an epsilon.
    for (size_t i = 0; i < map.size(); ++i) {
      EXPECT_NEAR(map[i], (sums[i] - low) / (high - low), std::numeric_limits<float>::epsilon());
    }
    EXPECT_EQ(*std::ranges::min_element(map), 0.0f);
    EXPECT_EQ(*std::ranges::max_element(map), 1.0f);
  }
}

void ExpectRefused(const std::vector<float>& features, int height, int width,
                   const std::vector<float>& weights, const std::string& message) {
  const auto map = ClassActivationMap(features, height, width, weights);
  ASSERT_FALSE(map.has_value());
  EXPECT_EQ(map.error().code, "call/bad-argument");
  EXPECT_EQ(map.error().message, message);
}

TEST(ClassActivationMap, SizesThatDoNotMatchAreRefused) {
  ExpectRefused({1, 2, 3}, 2, 2, {1}, "feature map of 2x2x1 has 3 values");
  ExpectRefused({1, 2, 3, 4}, 1, 2, {1, 2, 3}, "feature map of 1x2x3 has 4 values");
  ExpectRefused({1, 2, 3, 4}, 2, 2, {}, "feature map of 2x2x0");
  ExpectRefused({}, 0, 2, {1}, "feature map of 0x2x1");
  ExpectRefused({1}, 1, -1, {1}, "feature map of 1x-1x1");
  // A product that would wrap around to the 4 values that there are in 32 bits.
  ExpectRefused({1, 2, 3, 4}, 65536, 65537, {1}, "feature map of 65536x65537x1 has 4 values");
}

}  // namespace
}  // namespace glance
