// Looking again: when it happens, what of the result comes from every look and what from the first
// one. tools/measure_look_again.py measures what it is worth.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include "base/error_codes.h"
#include "classifier/lite0.h"
#include "image/decode.h"
#include "support/expect_error.h"
#include "support/images.h"

namespace glance::test {
namespace {

constexpr int kSide = 400, kLeft = 30, kTop = 280;

// A grey picture with the espresso, 96 x 96 pixels, at kLeft, kTop.
Image SmallEspresso() {
  const auto espresso = DecodePicture(ReadFile(Fixture(kEspresso))).value().image;
  Image scene = GreyPicture(kSide, kSide, 100);
  const size_t row = size_t{3} * espresso.width_px();
  for (int y = 0; y < espresso.height_px(); ++y) {
    std::ranges::copy(espresso.pixels().subspan(y * row, row),
                      scene.pixels().begin() + 3 * ((kTop + y) * kSide + kLeft));
  }
  return scene;
}

template <typename T>
std::vector<T> Values(std::span<const T> span) {
  return {span.begin(), span.end()};
}

class LookAgain : public testing::Test {
 protected:
  static void SetUpTestSuite() { loaded = new auto(LoadLite0({}, GLANCE_INT8_MODEL_FILE)); }
  static void TearDownTestSuite() { delete std::exchange(loaded, nullptr); }
  void SetUp() override { ASSERT_TRUE(*loaded) << ErrorOf(*loaded); }

  static Classification Of(const Image& image, const ClassifyOptions& options) {
    auto result = (*loaded)->ClassifyImage(image, options);
    EXPECT_TRUE(result) << ErrorOf(result);
    return result ? *std::move(result) : Classification{};
  }

  static Result<Classifier>* loaded;
};

Result<Classifier>* LookAgain::loaded = nullptr;

TEST_F(LookAgain, RecognisesASmallObjectAndSaysWhere) {
  const Image scene = SmallEspresso();
  const auto once = Of(scene, {});
  EXPECT_EQ(once.looks, 1);
  EXPECT_FALSE(once.decisive);
  EXPECT_NE(once.predictions[0].index, kEspressoClass);
  const auto again = Of(scene, {.look_again = true});
  EXPECT_EQ(again.looks, 9);
  EXPECT_EQ(again.predictions[0].index, kEspressoClass);
  ASSERT_TRUE(again.decisive);
  const auto& [x, y, width, height] = *again.decisive;
  constexpr int kMiddle = 48;
  EXPECT_GT(kLeft + kMiddle, x);
  EXPECT_LT(kLeft + kMiddle, x + width);
  EXPECT_GT(kTop + kMiddle, y);
  EXPECT_LT(kTop + kMiddle, y + height);
}

TEST_F(LookAgain, HappensOnlyBelowTheLevel) {
  const auto picture = DecodePicture(ReadFile(Fixture(kEspresso))).value().image;
  const auto once = Of(picture, {});
  const double best = once.predictions[0].score;
  const auto sure = Of(picture, {.level = best, .look_again = true});
  EXPECT_EQ(sure.looks, 1);
  EXPECT_EQ(sure.predictions[0].score, once.predictions[0].score);
  const auto unsure = Of(picture, {.level = std::nextafter(best, 2.0), .look_again = true});
  EXPECT_EQ(unsure.looks, 9);
  EXPECT_EQ(Of(SmallEspresso(), {.level = 0, .look_again = true}).looks, 1);
}

TEST_F(LookAgain, LeavesHeatMapEmbeddingViewAndSeenToTheFirstLook) {
  const Image scene = SmallEspresso();
  ClassifyOptions options{.heat_map = true, .heat_map_class = 5, .view = true, .embedding = true};
  const auto once = Of(scene, options);
  options.look_again = true;
  const auto again = Of(scene, options);
  ASSERT_EQ(again.looks, 9);
  EXPECT_EQ(Values(again.heat_map->values.span()), Values(once.heat_map->values.span()));
  EXPECT_EQ(Values(again.embedding.span()), Values(once.embedding.span()));
  EXPECT_TRUE(AreEqual(*again.view, *once.view));
  EXPECT_EQ(again.seen.width, once.seen.width);
  EXPECT_EQ(again.seen.x, once.seen.x);
}

TEST_F(LookAgain, MapsTheBestClassOfAllLooks) {
  const Image scene = SmallEspresso();
  const auto again = Of(scene, {.heat_map = true, .look_again = true});
  const auto mapped = Of(scene, {.heat_map = true, .heat_map_class = kEspressoClass});
  EXPECT_EQ(Values(again.heat_map->values.span()), Values(mapped.heat_map->values.span()));
}

TEST_F(LookAgain, StaysInsideTheRegionAndIsTheSameTwice) {
  const Region corner{0, 200, 200, 200};
  const ClassifyOptions options{.level = 1, .region = corner, .look_again = true};
  const auto first = Of(SmallEspresso(), options), second = Of(SmallEspresso(), options);
  EXPECT_EQ(first.looks, 9);
  EXPECT_EQ(first.predictions[0].score, second.predictions[0].score);
  EXPECT_EQ(first.entropy_bits, second.entropy_bits);
  ASSERT_EQ(first.decisive.has_value(), second.decisive.has_value());
  if (!first.decisive) return;
  EXPECT_GE(first.decisive->x, corner.x);
  EXPECT_GE(first.decisive->y, corner.y);
  EXPECT_LE(first.decisive->x + first.decisive->width, corner.x + corner.width);
  EXPECT_LE(first.decisive->y + first.decisive->height, corner.y + corner.height);
}

TEST_F(LookAgain, TakesEveryFitAndTheSmallestPictures) {
  for (const Fit fit : {Fit::kCrop, Fit::kSquash, Fit::kLetterbox}) {
    EXPECT_EQ(Of(SmallEspresso(), {.level = 1, .fit = fit, .look_again = true}).looks, 9);
  }
  for (const auto& [width, height] : {std::pair{1, 1}, std::pair{1, 50}, std::pair{3, 2}}) {
    const auto tiny = Of(GreyPicture(width, height, 7), {.level = 1, .look_again = true});
    EXPECT_EQ(tiny.looks, 9) << width << " x " << height;
  }
}

TEST_F(LookAgain, AnswersByWhatEveryLookSays) {
  const auto again = Of(SmallEspresso(), {.top_k = 1000, .look_again = true});
  double sum = 0;
  for (const Prediction& prediction : again.predictions) sum += double{prediction.score};
  EXPECT_NEAR(sum, 1, 1e-5);
  const auto scores = (*loaded)->scores();
  EXPECT_EQ(scores[again.predictions[0].index], again.predictions[0].score);
}

TEST_F(LookAgain, EndsWithTheTime) {
  ExpectError(
      (*loaded)->ClassifyImage(SmallEspresso(), {.look_again = true, .timeout_seconds = 1e-9}),
      error_code::kCallTimedOut, "timeout");
  EXPECT_EQ(Of(SmallEspresso(), {.look_again = true}).looks, 9);
}

}  // namespace
}  // namespace glance::test
