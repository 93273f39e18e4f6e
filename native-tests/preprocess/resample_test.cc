#include "preprocess/resample.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <random>
#include <string>
#include <utility>

#include "preprocess/pictures.h"

namespace glance {
namespace {

using test::MakePicture;

constexpr ResampleFilter kFilters[] = {ResampleFilter::kBilinear, ResampleFilter::kBicubic};

Image Resample(const Image& image, Size size, Region region, ResampleFilter filter) {
  const Region whole{0, 0, image.width_px(), image.height_px()};
  auto result = ResampleRegion(image, {whole, size, region}, filter);
  EXPECT_TRUE(result.has_value());
  return *std::move(result);
}

Image Resize(const Image& image, Size size, ResampleFilter filter) {
  return Resample(image, size, WholeOf(size), filter);
}

uint8_t At(const Image& image, int x, int y, int channel) {
  return image.pixels().data()[(y * image.width_px() + x) * 3 + channel];
}

// The kernels as textbooks write them.
double Kernel(ResampleFilter filter, double distance) {
  const double x = std::abs(distance);
  if (filter == ResampleFilter::kBilinear) return std::max(0.0, 1 - x);
  if (x < 1) return 1 - 2.5 * x * x + 1.5 * x * x * x;
  return x < 2 ? 2 - 4 * x + 2.5 * x * x - 0.5 * x * x * x : 0;
}

// Output column `x` of a picture of which only the width changes, summed over the whole row.
double NaiveColumn(const Image& image, int width_px, int x, int y, int channel,
                   ResampleFilter filter) {
  const double scale = static_cast<double>(image.width_px()) / width_px;
  const double center = (x + 0.5) * scale;
  double sum = 0, weights = 0;
  for (int i = 0; i < image.width_px(); ++i) {
    const double weight = Kernel(filter, (i + 0.5 - center) / std::max(scale, 1.0));
    sum += weight * At(image, i, y, channel);
    weights += weight;
  }
  return std::clamp(sum / weights, 0.0, 255.0);
}

// Half a level from rounding the result, and for each source pixel, at most 255, half a unit of the
// weight's last place (2^-22).
double Tolerance(int source_px) { return 0.5 + source_px * 255 * std::ldexp(0.5, -22); }

TEST(Resample, WidthEqualsTheNaiveSum) {
  std::mt19937 random(2);
  std::uniform_int_distribution<int> side(1, 70);
  for (int round = 0; round < 60; ++round) {
    const Image image = MakePicture(round % 2 ? "noise" : "stark", side(random), 2, 8);
    const Size size{2, side(random)};
    SCOPED_TRACE(std::to_string(image.width_px()) + " -> " + std::to_string(size.width_px));
    for (const auto filter : kFilters) {
      const Image resized = Resize(image, size, filter);
      for (int i = 0; i < 2 * size.width_px * 3; ++i) {
        const int x = i / 3 % size.width_px, y = i / 3 / size.width_px;
        ASSERT_NEAR(resized.pixels().data()[i],
                    NaiveColumn(image, size.width_px, x, y, i % 3, filter),
                    Tolerance(image.width_px()));
      }
    }
  }
}

Image Transposed(const Image& image) {
  Image result = test::BlackPicture(image.height_px(), image.width_px());
  for (int i = 0; i < image.width_px() * image.height_px() * 3; ++i) {
    const int x = i / 3 % image.width_px(), y = i / 3 / image.width_px();
    result.pixels().data()[(x * image.height_px() + y) * 3 + i % 3] = At(image, x, y, i % 3);
  }
  return result;
}

TEST(Resample, HeightIsResizedAsWidthIs) {
  for (const int height : {1, 5, 31, 64, 200}) {
    for (const auto filter : kFilters) {
      const Image image = MakePicture("stark", 3, 64, 5);
      EXPECT_TRUE(test::AreEqual(Resize(image, {height, 3}, filter),
                                 Transposed(Resize(Transposed(image), {3, height}, filter))));
    }
  }
}

// `columns_first` is whether Pillow 13 resizes the width before the height.
void ExpectOrder(Size source, Size target, bool columns_first) {
  const Image image = MakePicture("stark", source.width_px, source.height_px, 6);
  const Size narrow{source.height_px, target.width_px};
  const Size low{target.height_px, source.width_px};
  const auto filter = ResampleFilter::kBicubic;
  const Image across = Resize(Resize(image, narrow, filter), target, filter);
  const Image down = Resize(Resize(image, low, filter), target, filter);
  ASSERT_FALSE(test::AreEqual(across, down)) << "the case does not tell the orders apart";
  EXPECT_TRUE(test::AreEqual(Resize(image, target, filter), columns_first ? across : down));
}

TEST(Resample, WidthGoesFirstUnlessMoreThanTwiceAsManyRowsVanish) {
  ExpectOrder({60, 80}, {30, 40}, true);
  ExpectOrder({60, 50}, {40, 40}, true);   // 20 rows, 10 columns
  ExpectOrder({60, 50}, {39, 40}, false);  // 21 rows, 10 columns
  ExpectOrder({60, 50}, {59, 70}, false);
  ExpectOrder({60, 50}, {90, 120}, true);
  ExpectOrder({60, 50}, {90, 30}, true);
}

TEST(Resample, ConstantPictureStaysConstant) {
  for (const int level : {0, 1, 127, 254, 255}) {
    const Image image = test::GreyPicture(37, 53, static_cast<uint8_t>(level));
    for (const Size size : {Size{10, 90}, Size{90, 10}, Size{1, 1}, Size{111, 300}}) {
      for (const auto filter : kFilters) {
        const Image resized = Resize(image, size, filter);
        EXPECT_TRUE(
            std::ranges::all_of(resized.pixels(), [&](uint8_t value) { return value == level; }));
      }
    }
  }
}

TEST(Resample, SameSizeIsTheIdentity) {
  const Image image = MakePicture("noise", 41, 29, 3);
  for (const auto filter : kFilters) {
    EXPECT_TRUE(test::AreEqual(Resize(image, {29, 41}, filter), image));
  }
}

TEST(Resample, MirroredPictureGivesTheMirroredResult) {
  // Scales that are powers of two: no rounding distinguishes left from right.
  const Image image = MakePicture("noise", 64, 32, 4);
  for (const Size size : {Size{8, 16}, Size{64, 128}, Size{16, 256}}) {
    for (const auto filter : kFilters) {
      const Image resized = Resize(image, size, filter);
      EXPECT_TRUE(test::AreEqual(Resize(test::FlippedHorizontally(image), size, filter),
                                 test::FlippedHorizontally(resized)));
      EXPECT_TRUE(test::AreEqual(Resize(test::FlippedVertically(image), size, filter),
                                 test::FlippedVertically(resized)));
    }
  }
}

Image Cropped(const Image& image, const Region& region) {
  Image result = test::BlackPicture(region.width, region.height);
  for (int i = 0; i < static_cast<int>(result.pixels().size()); ++i) {
    const int x = i / 3 % result.width_px(), y = i / 3 / result.width_px();
    result.pixels().data()[i] = At(image, region.x + x, region.y + y, i % 3);
  }
  return result;
}

TEST(Resample, RegionEqualsTheCropOfTheWhole) {
  const Image image = MakePicture("noise", 120, 90, 7);
  const Size sizes[] = {{45, 60}, {200, 301}, {20, 150}, {90, 64}};
  for (const Size size : sizes) {
    const Region regions[] = {{0, 0, 1, 1},
                              {size.width_px - 1, size.height_px - 1, 1, 1},
                              {7, 0, 1, size.height_px},
                              {0, 5, size.width_px, 1},
                              {11, 3, 40, 13}};
    for (const auto filter : kFilters) {
      const Image whole = Resize(image, size, filter);
      for (const Region& region : regions) {
        EXPECT_TRUE(test::AreEqual(Resample(image, size, region, filter), Cropped(whole, region)));
      }
    }
  }
}

}  // namespace
}  // namespace glance
