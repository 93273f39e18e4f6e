#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "postprocess/heat_map.h"

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

}  // namespace
}  // namespace glance
