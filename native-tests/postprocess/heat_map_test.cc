#include "postprocess/heat_map.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "support/images.h"

namespace glance {
namespace {

using Lab = std::array<double, 3>;

double Linear(uint8_t value) {
  const double v = value / 255.0;
  return v <= 0.04045 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4);
}

// sRGB to OKLab with the matrices of Ottosson, 2020, "A perceptual color space for image
// processing".
Lab OkLab(const Rgb& color) {
  const double r = Linear(color[0]), g = Linear(color[1]), b = Linear(color[2]);
  const double l = std::cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const double m = std::cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const double s = std::cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return {0.2104542553 * l + 0.7936177850 * m - 0.0040720468 * s,
          1.9779984951 * l - 2.4285922050 * m + 0.4505937099 * s,
          0.0259040371 * l + 0.7827717662 * m - 0.8086757660 * s};
}

double Distance(const Lab& a, const Lab& b) {
  return std::hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
}

TEST(ColorRamp, EqualStepsLookEquallyLarge) {
  std::vector<double> steps;
  for (size_t i = 0; i + 15 < kColorRamp.size(); i += 15) {
    steps.push_back(Distance(OkLab(kColorRamp[i]), OkLab(kColorRamp[i + 15])));
  }
  const auto [smallest, largest] = std::ranges::minmax(steps);
  EXPECT_LT(largest / smallest, 1.15);
}

TEST(ColorRamp, LightnessRisesFromDarkToLight) {
  for (size_t i = 0; i + 5 < kColorRamp.size(); i += 5) {
    EXPECT_LT(OkLab(kColorRamp[i])[0], OkLab(kColorRamp[i + 5])[0]) << i;
  }
  EXPECT_LT(OkLab(kColorRamp.front())[0], 0.25);
  EXPECT_GT(OkLab(kColorRamp.back())[0], 0.9);
}

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

HeatMap MakeMap(int height, int width, const std::vector<float>& values) {
  return {height, width, *Buffer<float>::CopyOf(values)};
}

std::vector<Rgb> Overlay(const Image& picture, const HeatMap& map, float opacity) {
  const auto image = OverlayHeatMap(picture, map, opacity);
  EXPECT_TRUE(image.has_value());
  EXPECT_EQ(image->width_px(), picture.width_px());
  EXPECT_EQ(image->height_px(), picture.height_px());
  std::vector<Rgb> colors(image->pixels().size() / 3);
  for (size_t i = 0; i < image->pixels().size(); ++i)
    colors[i / 3][i % 3] = image->pixels().data()[i];
  return colors;
}

TEST(OverlayHeatMap, NoOpacityLeavesThePicture) {
  const std::vector<uint8_t> pixels{0, 1, 2, 253, 254, 255};
  const auto colors = Overlay(test::ImageOf(2, 1, pixels), MakeMap(1, 1, {0.3f}), 0.0f);
  EXPECT_EQ(colors, (std::vector<Rgb>{{0, 1, 2}, {253, 254, 255}}));
}

TEST(OverlayHeatMap, FullOpacityShowsTheRamp) {
  const auto colors =
      Overlay(test::GreyPicture(3, 1, 90), MakeMap(1, 3, {0.0f, 100.0f / 255, 1.0f}), 1.0f);
  EXPECT_EQ(colors, (std::vector<Rgb>{kColorRamp[0], kColorRamp[100], kColorRamp[255]}));
}

TEST(OverlayHeatMap, OpacityBlends) {
  const Rgb top = kColorRamp[255];
  const auto colors = Overlay(test::GreyPicture(1, 1, 100), MakeMap(1, 1, {1.0f}), 0.3f);
  for (size_t c = 0; c < 3; ++c) EXPECT_EQ(colors[0][c], std::lround(70 + 0.3 * top[c]));
}

TEST(OverlayHeatMap, MapIsInterpolatedBetweenPixelCentres) {
  // Two map cells over four pixels: centres at -.25, .25, .75 and 1.25 cells, the edges held.
  const auto want =
      std::vector<Rgb>{kColorRamp[0], kColorRamp[50], kColorRamp[150], kColorRamp[200]};
  const std::vector<float> cells{0.0f, 200.0f / 255};
  EXPECT_EQ(Overlay(test::GreyPicture(4, 1, 0), MakeMap(1, 2, cells), 1.0f), want);
  EXPECT_EQ(Overlay(test::GreyPicture(1, 4, 0), MakeMap(2, 1, cells), 1.0f), want);
}

// Bilinear interpolation as the sum of all cells times their triangle weights.
double NaiveValue(const HeatMap& map, double x, double y) {
  double sum = 0;
  const double inside_x = std::clamp(x, 0.0, map.width - 1.0);
  const double inside_y = std::clamp(y, 0.0, map.height - 1.0);
  for (int i = 0; i < map.width * map.height; ++i) {
    const int column = i % map.width, row = i / map.width;
    const double weight_x = std::max(0.0, 1 - std::abs(column - inside_x));
    const double weight_y = std::max(0.0, 1 - std::abs(row - inside_y));
    sum += weight_x * weight_y * map.values.data()[i];
  }
  return sum;
}

TEST(OverlayHeatMap, EqualsTheNaiveInterpolation) {
  const HeatMap map = MakeMap(3, 2, {0.0f, 0.9f, 0.35f, 1.0f, 0.6f, 0.1f});
  const int width = 37, height = 23;
  const auto colors = Overlay(test::GreyPicture(width, height, 0), map, 1.0f);
  for (int i = 0; i < width * height; ++i) {
    const int column = i % width, row = i / width;
    const double x = (column + 0.5) * map.width / width - 0.5;
    const double y = (row + 0.5) * map.height / height - 0.5;
    const double entry = 255 * NaiveValue(map, x, y);
    // Exactly between two entries either is right.
    const auto low = static_cast<size_t>(std::lround(entry - 1e-4));
    const auto high = static_cast<size_t>(std::lround(entry + 1e-4));
    EXPECT_TRUE(colors[i] == kColorRamp[low] || colors[i] == kColorRamp[high]) << i;
  }
}

TEST(OverlayHeatMap, ValuesOutsideTheUnitRangeAreClamped) {
  const float nan = std::numeric_limits<float>::quiet_NaN();
  const float infinity = std::numeric_limits<float>::infinity();
  const Image picture = test::GreyPicture(1, 1, 0);
  EXPECT_EQ(Overlay(picture, MakeMap(1, 1, {-5.0f}), 1.0f)[0], kColorRamp[0]);
  EXPECT_EQ(Overlay(picture, MakeMap(1, 1, {7.0f}), 2.0f)[0], kColorRamp[255]);
  EXPECT_EQ(Overlay(picture, MakeMap(1, 1, {nan}), 1.0f)[0], kColorRamp[0]);
  EXPECT_EQ(Overlay(picture, MakeMap(1, 1, {infinity}), nan)[0], (Rgb{0, 0, 0}));
}

void ExpectRefused(const Image& picture, const HeatMap& map, const std::string& message) {
  const auto image = OverlayHeatMap(picture, map, 0.5f);
  ASSERT_FALSE(image.has_value());
  EXPECT_EQ(image.error().code, "call/bad-argument");
  EXPECT_EQ(image.error().message, message);
}

TEST(OverlayHeatMap, MapsThatDoNotMatchTheirValuesAreRefused) {
  ExpectRefused(test::GreyPicture(2, 2, 0), MakeMap(2, 2, {1.0f}), "heat map of 2x2 has 1 values");
  ExpectRefused(test::GreyPicture(2, 2, 0), HeatMap{}, "heat map of 0x0 has 0 values");
}

}  // namespace
}  // namespace glance
