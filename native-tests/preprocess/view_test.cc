#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "glance/preprocessing.h"
#include "preprocess/framed.h"
#include "preprocess/pictures.h"

namespace glance {
namespace {

PreprocessSpec Spec(int crop_height_px, int crop_width_px, int resize_shorter_px) {
  PreprocessSpec spec;
  spec.crop_height_px = crop_height_px;
  spec.crop_width_px = crop_width_px;
  spec.resize_shorter_px = resize_shorter_px;
  return spec;
}

void ExpectRefused(const Image& image, const PreprocessSpec& spec, const std::string& message) {
  const auto result = test::Framed(image, spec);
  ASSERT_FALSE(result.has_value());
  EXPECT_EQ(result.error().code, "call/bad-argument");
  EXPECT_EQ(result.error().message, message);
}

TEST(View, PictureOfTheRightSizeIsOnlyCropped) {
  const Image image = test::MakePicture("noise", 9, 6, 1);
  const auto result = test::Framed(image, Spec(4, 5, 6));  // top 1, left 2
  ASSERT_TRUE(result.has_value());
  for (size_t y = 0; y < 4; ++y) {
    const uint8_t* want = image.pixels().data() + ((y + 1) * 9 + 2) * 3;
    EXPECT_TRUE(std::equal(want, want + 15, result->pixels().data() + y * 15)) << y;
  }
}

TEST(View, LongPicturesNeedMemoryForTheCropOnly) {
  // Resized as a whole these would be 256 x 16,768,000 (13 GB) and more.
  const std::pair<int, int> sizes[] = {{65500, 1}, {1, 65500}, {32768, 3}, {3, 32768}, {1, 1}};
  for (const auto& [width, height] : sizes) {
    for (const auto filter : {ResampleFilter::kBilinear, ResampleFilter::kBicubic}) {
      const Image image = test::GreyPicture(width, height, 77);
      PreprocessSpec spec = Spec(224, 224, 256);
      spec.filter = filter;
      const auto result = test::Framed(image, spec);
      ASSERT_TRUE(result.has_value());
      EXPECT_EQ(result->pixels().size(), 224u * 224 * 3);
      EXPECT_TRUE(std::ranges::all_of(result->pixels(), [](uint8_t v) { return v == 77; }));
    }
  }
}

TEST(View, CropMayBeAsWideAsTheLongerSide) {
  const auto result = test::Framed(test::MakePicture("smooth", 200, 100, 1), Spec(50, 100, 50));
  ASSERT_TRUE(result.has_value());
  EXPECT_EQ(result->width_px(), 100);
  EXPECT_EQ(result->height_px(), 50);
}

TEST(View, LetterboxOfAVeryLongPictureIsOneRow) {
  const Image image = test::GreyPicture(65500, 1, 77);
  PreprocessSpec spec = Spec(64, 64, 64);
  spec.mean = {5, 5, 5};
  const auto result = test::Framed(image, spec, {.fit = Fit::kLetterbox});
  ASSERT_TRUE(result.has_value());
  for (size_t i = 0; i < result->pixels().size(); ++i) {
    const bool is_middle = i / (64 * 3) == 32;  // 31.5 rows above it, to even
    ASSERT_EQ(result->pixels().data()[i], is_middle ? 77 : 5) << i;
  }
}

TEST(View, PaddingIsTheMeanRoundedToAPixel) {
  PreprocessSpec spec = Spec(2, 4, 4);
  spec.mean = {-3.0f, 123.5f, 260.0f};
  const auto result =
      test::Framed(test::BlackPicture(1, 1), spec, {.fit = Fit::kLetterbox});  // 2 x 2 in 4 x 2
  ASSERT_TRUE(result.has_value());
  const uint8_t* pixel = result->pixels().data();
  EXPECT_EQ(std::vector<int>(pixel, pixel + 6), (std::vector{0, 124, 255, 0, 0, 0}));
}

TEST(View, ImpossibleRequestsAreRefused) {
  const Image image = test::MakePicture("noise", 20, 10, 1);
  ExpectRefused(image, Spec(0, 4, 8), "crop of 4x0 pixels");
  ExpectRefused(image, Spec(4, -1, 8), "crop of -1x4 pixels");
  ExpectRefused(image, Spec(4, 4, 0), "shorter side of 0 pixels");
  ExpectRefused(image, Spec(9, 4, 8),
                "crop of 4x9 pixels is larger than the resized picture of 16x8");
  ExpectRefused(image, Spec(8, 17, 8),
                "crop of 17x8 pixels is larger than the resized picture of 16x8");
}

TEST(View, CropThatDoesNotFitIntoMemoryIsATypedError) {
  constexpr int kMost = std::numeric_limits<int>::max();
  const auto result = test::Framed(test::BlackPicture(1, 1), Spec(kMost, kMost, kMost));
  ASSERT_FALSE(result.has_value());
  EXPECT_EQ(result.error().code, "memory/exhausted");
}

}  // namespace
}  // namespace glance
