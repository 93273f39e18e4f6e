#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <span>
#include <string>
#include <vector>

#include "glance/preprocessing.h"
#include "preprocess/pictures.h"

namespace glance {
namespace {

Image OnePixel(uint8_t red, uint8_t green, uint8_t blue) {
  Image image = test::BlackPicture(1, 1);
  std::ranges::copy(std::array{red, green, blue}, image.pixels().data());
  return image;
}

PreprocessSpec SpecWith(std::array<float, 3> mean, std::array<float, 3> std) {
  PreprocessSpec spec;
  spec.mean = mean;
  spec.std = std;
  return spec;
}

std::array<float, 3> Normalized(const Image& image, const PreprocessSpec& spec) {
  std::array<float, 3> values{};
  EXPECT_TRUE(Normalize(image, spec, values).has_value());
  return values;
}

TEST(Normalize, Lite0MapsPixelsToAboutMinusOneToOne) {
  const PreprocessSpec spec = SpecWith({127, 127, 127}, {128, 128, 128});
  EXPECT_EQ(Normalized(OnePixel(127, 255, 0), spec),
            (std::array{0.0f, 1.0f, -0.9921875f}));  // -127 / 128
  EXPECT_EQ(Normalized(OnePixel(128, 63, 191), spec),
            (std::array{0.0078125f, -0.5f, 0.5f}));  // 1 / 128, -64 / 128, 64 / 128
}

TEST(Normalize, ImageNetMeanAndStdAreUsedByChannel) {
  // .485 .456 .406 and .229 .224 .225, times 255.
  const PreprocessSpec spec = SpecWith({123.675f, 116.28f, 103.53f}, {58.395f, 57.12f, 57.375f});
  // One rounding for the difference and one for the quotient, each half an epsilon.
  constexpr double kRelative = std::numeric_limits<float>::epsilon();
  const auto near = [&](std::array<uint8_t, 3> rgb, std::array<double, 3> want) {
    const auto values = Normalized(OnePixel(rgb[0], rgb[1], rgb[2]), spec);
    for (size_t c = 0; c < 3; ++c) EXPECT_NEAR(values[c], want[c], 4 * kRelative) << c;
  };
  near({0, 0, 0}, {-2.1179039301310044, -2.0357142857142858, -1.8044444444444444});
  near({255, 255, 255}, {2.2489082969432315, 2.4285714285714286, 2.64});
}

TEST(Normalize, EveryPixelIsWrittenAndDividedNotMultipliedByAReciprocal) {
  const Image image = test::MakePicture("noise", 31, 17, 1);
  const PreprocessSpec spec = SpecWith({123.675f, 116.28f, 103.53f}, {58.395f, 57.12f, 57.375f});
  std::vector<float> tensor(image.pixels().size(), std::nanf(""));
  ASSERT_TRUE(Normalize(image, spec, tensor).has_value());
  for (size_t i = 0; i < tensor.size(); ++i) {
    const float pixel = image.pixels().data()[i];
    EXPECT_EQ(tensor[i], (pixel - spec.mean[i % 3]) / spec.std[i % 3]) << i;
  }
}

void ExpectRefused(const Image& image, std::span<float> tensor, const std::string& message) {
  const auto result = Normalize(image, PreprocessSpec{}, tensor);
  ASSERT_FALSE(result.has_value());
  EXPECT_EQ(result.error().code, "call/bad-argument");
  EXPECT_EQ(result.error().message, message);
}

TEST(Normalize, TensorOfAnotherSizeIsRefused) {
  std::vector<float> tensor(104);
  const Image image = test::BlackPicture(7, 5);
  ExpectRefused(image, tensor, "a tensor of 104 values; want 105");
}

}  // namespace
}  // namespace glance
