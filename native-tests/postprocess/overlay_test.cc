#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "postprocess/heat_map.h"
#include "support/images.h"

namespace glance {
namespace {

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
