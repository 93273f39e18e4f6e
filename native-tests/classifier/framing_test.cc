// Regions, fits and the view of a whole classification.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <vector>

#include "base/error_codes.h"
#include "classifier/lite0.h"
#include "image/decode.h"
#include "support/expect_error.h"
#include "support/images.h"

namespace glance {
namespace {

constexpr Fit kFits[] = {Fit::kCrop, Fit::kSquash, Fit::kLetterbox};

Image Decoded(const char* fixture) {
  auto decoded = DecodePicture(test::ReadFile(test::Fixture(fixture)));
  EXPECT_TRUE(decoded);
  return std::move(decoded.value().image);
}

Image Cut(const Image& image, const Region& region) {
  const auto [left, top, width, height] = region;
  Image cut = test::BlackPicture(width, height);
  for (int y = 0; y < height; ++y) {
    const int first = (top + y) * image.width_px() + left;
    std::copy_n(image.pixels().data() + size_t{3} * first, size_t{3} * width,
                cut.pixels().data() + size_t{3} * y * width);
  }
  return cut;
}

Image Gradient(int side) {
  Image image = test::BlackPicture(side, side);
  const auto pixels = image.pixels();
  for (size_t i = 0; i < pixels.size(); ++i) pixels[i] = static_cast<uint8_t>(i * i / 331);
  return image;
}

std::vector<float> ScoresOf(const Classifier& classifier) {
  return {classifier.scores().begin(), classifier.scores().end()};
}

TEST(Framing, RegionGivesTheScoresOfThePictureThatWasCutToIt) {
  auto classifier = test::LoadLite0();
  ASSERT_TRUE(classifier);
  const Image image = Decoded(test::kEspresso);
  const int height = image.height_px(), width = image.width_px();
  const Region regions[] = {{width / 3, height / 4, width / 3, height / 2},
                            {width - 1, 0, 1, height},
                            {0, 0, width, height}};
  for (const Region& region : regions) {
    for (const Fit fit : kFits) {
      const auto of_cut = classifier->ClassifyImage(Cut(image, region), {.fit = fit});
      const auto scores = ScoresOf(*classifier);
      const auto of_region = classifier->ClassifyImage(image, {.fit = fit, .region = region});
      ASSERT_TRUE(of_cut && of_region);
      EXPECT_EQ(ScoresOf(*classifier), scores);
      EXPECT_NEAR(of_region->seen.x, of_cut->seen.x + region.x, 1e-9);
      EXPECT_EQ(of_region->seen.width, of_cut->seen.width);
      EXPECT_EQ(of_region->width_px, width);
    }
  }
}

TEST(Framing, FitsShowTheNetworkDifferentThingsOfALongPicture) {
  auto classifier = test::LoadLite0();
  ASSERT_TRUE(classifier);
  const Image image = Decoded("classifier/gradient_wide.png");
  std::vector<std::vector<float>> scores;
  for (const Fit fit : kFits) {
    const auto result = classifier->ClassifyImage(image, {.fit = fit});
    ASSERT_TRUE(result);
    scores.push_back(ScoresOf(*classifier));
  }
  EXPECT_NE(scores[0], scores[1]);
  EXPECT_NE(scores[1], scores[2]);
  EXPECT_NE(scores[0], scores[2]);
}

TEST(Framing, RegionOutsideThePictureIsRefusedAndTheNextOneIsAnswered) {
  auto classifier = test::LoadLite0();
  ASSERT_TRUE(classifier);
  const Region outside{0, 0, 10, 100'000};
  test::ExpectError(test::ClassifyFixture(*classifier, test::kEspresso, {.region = outside}),
                    error_code::kCallBadArgument, "10x100000");
  EXPECT_TRUE(test::ClassifyFixture(*classifier, test::kEspresso));
}

// A picture of the input's size goes through a squash unchanged, so the view must be that picture.
TEST(View, IsWhatTheNetworkSeesAndComesOnlyWhenAskedFor) {
  auto classifier = test::LoadLite0();
  ASSERT_TRUE(classifier);
  const Image image = Gradient(224);
  const auto seen = classifier->ClassifyImage(image, {.fit = Fit::kSquash, .view = true});
  ASSERT_TRUE(seen && seen->view);
  EXPECT_EQ(seen->view->width_px(), 224);
  EXPECT_TRUE(std::ranges::equal(seen->view->pixels(), image.pixels()));
  const auto unseen = classifier->ClassifyImage(image, {.fit = Fit::kSquash});
  ASSERT_TRUE(unseen);
  EXPECT_FALSE(unseen->view);
}

TEST(View, ClassifiedAgainGivesTheSameScores) {
  auto classifier = test::LoadLite0();
  ASSERT_TRUE(classifier);
  for (const Fit fit : kFits) {
    const auto first = test::ClassifyFixture(*classifier, "classifier/checks_tall_grey.png",
                                             {.fit = fit, .view = true});
    ASSERT_TRUE(first && first->view);
    const auto scores = ScoresOf(*classifier);
    ASSERT_TRUE(classifier->ClassifyImage(*first->view, {.fit = Fit::kSquash}));
    EXPECT_EQ(ScoresOf(*classifier), scores);
  }
}

TEST(Entropy, IsThatOfAllScores) {
  auto classifier = test::LoadLite0();
  ASSERT_TRUE(classifier);
  const auto result = test::ClassifyFixture(*classifier, test::kEspresso, {.top_k = 1});
  ASSERT_TRUE(result);
  double bits = 0;
  for (const double score : classifier->scores()) bits -= score * std::log2(score);
  EXPECT_NEAR(result->entropy_bits, bits, 1e-6 * bits);
  const auto noise = test::ClassifyFixture(*classifier, "classifier/noise_small.png");
  ASSERT_TRUE(noise);
  EXPECT_GT(noise->entropy_bits, result->entropy_bits);
}

}  // namespace
}  // namespace glance
