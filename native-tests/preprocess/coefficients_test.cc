#include "preprocess/coefficients.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <limits>
#include <random>
#include <string>
#include <utility>
#include <vector>

namespace glance {
namespace {

AxisCoefficients Coefficients(const AxisResize& axis, ResampleFilter filter) {
  auto result = ComputeCoefficients(axis, filter);
  EXPECT_TRUE(result.has_value());
  return *std::move(result);
}

// Weights of output `i` as fractions of one.
std::vector<double> Fractions(const AxisCoefficients& axis, size_t i) {
  std::vector<double> fractions;
  for (const int32_t weight : axis.WeightsOf(i)) {
    fractions.push_back(static_cast<double>(weight) / kWeightOne);
  }
  return fractions;
}

TEST(Coefficients, HalvingBilinearIsATriangleOverFourPixels) {
  const AxisCoefficients axis = Coefficients({8, 4, 0, 4}, ResampleFilter::kBilinear);
  EXPECT_EQ(axis.taps, 4);
  EXPECT_EQ(axis.first.data()[1], 1);
  // Distances of .75 and .25 output pixels: 1/4 : 3/4 : 3/4 : 1/4, normalised.
  EXPECT_EQ(Fractions(axis, 1), (std::vector{0.125, 0.375, 0.375, 0.125}));
}

TEST(Coefficients, DoublingBicubicHasKeysWeights) {
  const AxisCoefficients axis = Coefficients({8, 16, 0, 16}, ResampleFilter::kBicubic);
  EXPECT_EQ(axis.taps, 4);
  // Output 5 is centred at 2.75 source pixels: distances 1.25, .25, .75 and 1.75 to samples 1 .. 4.
  EXPECT_EQ(axis.first.data()[5], 1);
  EXPECT_EQ(Fractions(axis, 5), (std::vector{-0.0703125, 0.8671875, 0.2265625, -0.0234375}));
}

TEST(Coefficients, WindowAtTheFarEdgeBeginsEarlierWithZeros) {
  const AxisCoefficients axis = Coefficients({8, 4, 0, 4}, ResampleFilter::kBilinear);
  EXPECT_EQ(axis.first.data()[3], 4);
  const std::vector<double> weights = Fractions(axis, 3);
  EXPECT_EQ(weights[0], 0.0);
  EXPECT_NEAR(weights[1], 1.0 / 7, 0.5 / kWeightOne);
  EXPECT_NEAR(weights[2], 3.0 / 7, 0.5 / kWeightOne);
  EXPECT_NEAR(weights[3], 3.0 / 7, 0.5 / kWeightOne);
}

TEST(Coefficients, PartOfALongerAxisReadsOnlyThatPart) {
  for (const int target_length : {5, 8, 11}) {
    const AxisCoefficients alone = Coefficients({8, target_length, 1, 4}, ResampleFilter::kBicubic);
    const AxisCoefficients part =
        Coefficients({8, target_length, 1, 4, 100}, ResampleFilter::kBicubic);
    for (size_t i = 0; i < 4; ++i) {
      EXPECT_EQ(part.first.data()[i], 100 + alone.first.data()[i]);
      EXPECT_EQ(Fractions(part, i), Fractions(alone, i));
    }
  }
}

TEST(Coefficients, UnchangedSideIsCopied) {
  for (const auto filter : {ResampleFilter::kBilinear, ResampleFilter::kBicubic}) {
    const AxisCoefficients axis = Coefficients({9, 9, 2, 5}, filter);
    EXPECT_EQ(axis.taps, 1);
    for (size_t i = 0; i < 5; ++i) {
      EXPECT_EQ(axis.first.data()[i], static_cast<int>(i) + 2);
      EXPECT_EQ(axis.WeightsOf(i)[0], kWeightOne);
    }
  }
}

TEST(Coefficients, PartOfAnAxisEqualsThePartOfTheWhole) {
  const auto filter = ResampleFilter::kBicubic;
  const AxisCoefficients whole = Coefficients({1000, 333, 0, 333}, filter);
  const AxisCoefficients part = Coefficients({1000, 333, 100, 50}, filter);
  ASSERT_EQ(part.taps, whole.taps);
  for (size_t i = 0; i < 50; ++i) {
    EXPECT_EQ(part.first.data()[i], whole.first.data()[i + 100]);
    EXPECT_TRUE(std::ranges::equal(part.WeightsOf(i), whole.WeightsOf(i + 100)));
  }
}

// For random axes: windows ascend inside the source, weights sum to one within the rounding of
// each, and their absolute sum keeps weight * 255 inside 32 bits.
TEST(Coefficients, WindowsStayInsideAndSumToOne) {
  std::mt19937 random(1);
  std::uniform_int_distribution<int> side(1, 900);
  for (int round = 0; round < 200; ++round) {
    const int source = side(random);
    const int target = side(random);
    const auto filter = round % 2 ? ResampleFilter::kBilinear : ResampleFilter::kBicubic;
    const AxisCoefficients axis = Coefficients({source, target, 0, target}, filter);
    SCOPED_TRACE(std::to_string(source) + " -> " + std::to_string(target));
    int previous = 0;
    for (size_t i = 0; i < static_cast<size_t>(target); ++i) {
      const int first = axis.first.data()[i];
      ASSERT_LE(previous, first);
      ASSERT_LE(first + axis.taps, source);
      previous = first;
      int64_t sum = 0, absolute = 0;
      for (const int32_t weight : axis.WeightsOf(i)) {
        sum += weight;
        absolute += std::abs(weight);
      }
      ASSERT_LE(std::abs(sum - kWeightOne), axis.taps / 2 + 1);
      ASSERT_LT(absolute * 255 + kWeightOne / 2, int64_t{1} << 31);
    }
  }
}

TEST(Coefficients, VirtualAxesOfTwoBillionSamplesWork) {
  constexpr int kMost = std::numeric_limits<int>::max();
  const AxisCoefficients axis =
      Coefficients({100'000'000, kMost, kMost - 3, 3}, ResampleFilter::kBicubic);
  EXPECT_EQ(axis.SourceRange().end, 100'000'000);
}

}  // namespace
}  // namespace glance
