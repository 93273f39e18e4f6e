// What LoadOptions and ClassifyOptions promise.
#include <gtest/gtest.h>

#include <limits>
#include <string>

#include "base/error_codes.h"
#include "classifier/lite0.h"
#include "support/expect_error.h"
#include "support/fault_report.h"
#include "support/shared_data.h"

namespace glance {
namespace {

TEST(Options, AskForAtMostAsManyLabelsAsThereAreClasses) {
  auto classifier = test::LoadLite0();
  ASSERT_TRUE(classifier);
  const auto all = test::ClassifyFixture(*classifier, test::kEspresso, {.top_k = 5000});
  ASSERT_TRUE(all);
  EXPECT_EQ(all->predictions.size(), 1000U);
  const auto one = test::ClassifyFixture(*classifier, test::kEspresso, {.top_k = 1});
  ASSERT_TRUE(one);
  EXPECT_EQ(one->predictions.size(), 1U);
  test::ExpectError(test::ClassifyFixture(*classifier, test::kEspresso, {.top_k = 0}),
                    error_code::kCallBadArgument, "0");
}

TEST(Options, LabelsBelowTheScoreThresholdAreLeftOut) {
  auto classifier = test::LoadLite0();
  ASSERT_TRUE(classifier);
  const auto all = test::ClassifyFixture(*classifier, test::kEspresso);
  ASSERT_TRUE(all);
  const float second = all->predictions[1].score;
  const auto two = test::ClassifyFixture(*classifier, test::kEspresso, {.score_threshold = second});
  ASSERT_TRUE(two);
  EXPECT_EQ(two->predictions.size(), 2U);
  EXPECT_EQ(two->entropy_bits, all->entropy_bits);
  const auto none =
      test::ClassifyFixture(*classifier, test::kEspresso, {.score_threshold = 1, .heat_map = true});
  ASSERT_TRUE(none);
  EXPECT_TRUE(none->predictions.empty());
  EXPECT_TRUE(none->heat_map);
  for (const float wrong : {-0.1f, 1.1f, std::numeric_limits<float>::quiet_NaN()}) {
    test::ExpectError(
        test::ClassifyFixture(*classifier, test::kEspresso, {.score_threshold = wrong}),
        error_code::kCallBadArgument, "score_threshold");
  }
}

TEST(Options, LabelsAreShownUpToTheirFirstCommaInTheLanguageAskedFor) {
  auto classifier = test::LoadLite0();
  ASSERT_TRUE(classifier);
  const auto english = test::ClassifyFixture(*classifier, test::kEspresso);
  const auto chinese = test::ClassifyFixture(*classifier, test::kEspresso, {.language = "zh"});
  const auto unknown = test::ClassifyFixture(*classifier, test::kEspresso, {.language = "xx"});
  ASSERT_TRUE(english && chinese && unknown);
  EXPECT_EQ(english->predictions[0].label, "espresso");
  EXPECT_EQ(chinese->predictions[0].label, "意式浓缩咖啡");
  EXPECT_EQ(unknown->predictions[0].label, "espresso");
}

TEST(Options, ResolutionKeepsTheFieldOfViewAndTheAnswer) {
  for (const int resolution : {128, 160, 192, 256}) {
    auto classifier = test::LoadLite0({.resolution = resolution});
    ASSERT_TRUE(classifier) << classifier.error().message;
    EXPECT_EQ(classifier->preprocess().crop_height_px, resolution);
    EXPECT_EQ(classifier->preprocess().resize_shorter_px, (resolution * 256 + 112) / 224);
    const auto result = test::ClassifyFixture(*classifier, test::kEspresso);
    ASSERT_TRUE(result) << result.error().message;
    EXPECT_EQ(result->predictions[0].index, test::kEspressoClass) << resolution;
  }
}

TEST(Options, OutOfRangeIsRefusedWithTheValue) {
  test::ExpectError(test::LoadLite0({.resolution = 31}), error_code::kInferBadResolution, "31");
  test::ExpectError(test::LoadLite0({.resolution = 1025}), error_code::kInferBadResolution, "1025");
  test::ExpectError(test::LoadLite0({.threads = 0}), error_code::kCallBadArgument, "0");
  test::ExpectError(test::LoadLite0({.threads = 65}), error_code::kCallBadArgument, "65");
}

TEST(Options, NetworkBudgetIsOneToAThousand) {
  for (const int wrong : {-1, 0, 1001}) {
    test::ExpectError(test::LoadLite0({.network_budget = wrong}), error_code::kCallBadArgument,
                      "a network_budget of " + std::to_string(wrong));
  }
  for (const int right : {1, 1000}) EXPECT_TRUE(test::LoadLite0({.network_budget = right}));
}

// Shared data, or the same made by hand in native-tests/model/budget_test.cc.
TEST(Options, NetworkThatWantsTooMuchIsRefusedBeforeItRuns) {
  NEED_SHARED_DATA("field/live3.safetensors");
  const auto weights = test::ReadFile(test::SharedData("field/live3.safetensors"));
  test::ExpectError(Classifier::Load(weights), error_code::kModelTooLarge, "the network wants");
}

TEST(Options, TimeoutIsATypedErrorAndTheNextPictureIsAnswered) {
  auto classifier = test::LoadLite0();
  ASSERT_TRUE(classifier);
  test::ExpectError(test::ClassifyFixture(*classifier, test::kEspresso, {.timeout_seconds = 1e-9}),
                    error_code::kCallTimedOut, "timeout");
  for (const double wrong : {0.0, -1.0, std::numeric_limits<double>::quiet_NaN()}) {
    test::ExpectError(
        test::ClassifyFixture(*classifier, test::kEspresso, {.timeout_seconds = wrong}),
        error_code::kCallBadArgument, "timeout_seconds");
  }
  for (const double long_enough : {3600.0, std::numeric_limits<double>::infinity()}) {
    EXPECT_TRUE(
        test::ClassifyFixture(*classifier, test::kEspresso, {.timeout_seconds = long_enough}));
  }
  test::ReportFault(40,
                    "a timeout that no picture keeps is `call/timed-out`, the next call is right");
}

TEST(Options, SmallestAndLargestAreTaken) {
  for (const int resolution : {32, 1024}) {
    auto classifier = test::LoadLite0({.resolution = resolution});
    ASSERT_TRUE(classifier) << classifier.error().message;
    EXPECT_TRUE(test::ClassifyFixture(*classifier, test::kEspresso)) << resolution;
  }
#if !defined(__EMSCRIPTEN__)  // which has as many threads as it was linked for
  auto classifier = test::LoadLite0({.threads = 64});
  ASSERT_TRUE(classifier) << classifier.error().message;
  EXPECT_TRUE(test::ClassifyFixture(*classifier, test::kEspresso));
#endif
}

TEST(Options, TimesAddUp) {
  auto classifier = test::LoadLite0();
  ASSERT_TRUE(classifier);
  const auto result = test::ClassifyFixture(*classifier, test::kEspresso);
  ASSERT_TRUE(result);
  const Timings& times = result->timings;
  EXPECT_GT(times.infer_ms, 0);
  EXPECT_GE(times.total_ms, times.decode_ms + times.preprocess_ms + times.infer_ms);
}

}  // namespace
}  // namespace glance
