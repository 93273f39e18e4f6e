// Every luma, blue and red against the formula with stb_image's 20 fractional bits.
#include "image/ycbcr_to_rgb.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

namespace glance {
namespace {

using Bytes = std::vector<uint8_t>;

int Fixed(double factor) { return static_cast<int>(std::floor(factor * 4096 + 0.5)) * 256; }

uint8_t Pixel(int64_t sum) { return static_cast<uint8_t>(std::clamp<int64_t>(sum >> 20, 0, 255)); }

void AppendWanted(Bytes& rgb, int luma, int blue, int red) {
  const int y = luma * (1 << 20) + (1 << 19);
  rgb.push_back(Pixel(int64_t{y} + (red - 128) * Fixed(1.402)));
  rgb.push_back(Pixel(int64_t{y} - (red - 128) * Fixed(0.71414) +
                      ((blue - 128) * -Fixed(0.34414) & ~0xFFFF)));
  rgb.push_back(Pixel(int64_t{y} + (blue - 128) * Fixed(1.772)));
}

TEST(YcbcrToRgb, EqualsTheFormulaForEveryColour) {
  Bytes luma(256);
  for (int i = 0; i < 256; ++i) luma[i] = static_cast<uint8_t>(i);
  Bytes got(256 * 3);
  for (int blue = 0; blue < 256; ++blue) {
    const Bytes blues(256, static_cast<uint8_t>(blue));
    for (int red = 0; red < 256; ++red) {
      const Bytes reds(256, static_cast<uint8_t>(red));
      YcbcrToRgb(got.data(), luma.data(), blues.data(), reds.data(), 256, 3);
      Bytes want;
      for (int i = 0; i < 256; ++i) AppendWanted(want, i, blue, red);
      ASSERT_EQ(got, want) << blue << ", " << red;
    }
  }
}

TEST(YcbcrToRgb, WritesItsRowAndNothingElse) {
  const Bytes row(40, 128);
  for (int count = 0; count <= 40; ++count) {
    Bytes rgb(3 * 41, 7);
    YcbcrToRgb(rgb.data(), row.data(), row.data(), row.data(), count, 3);
    EXPECT_EQ(std::ranges::count(rgb, 128), 3 * count);
    EXPECT_EQ(std::ranges::count(rgb, 7), 3 * (41 - count));
  }
}

}  // namespace
}  // namespace glance
