// The same picture gives the same bits, however it comes and whatever came before it.
#include <gtest/gtest.h>

#include <vector>

#include "classifier/lite0.h"
#include "image/decode.h"
#include "image/image.h"
#include "support/fault_report.h"

namespace glance {
namespace {

std::vector<float> ScoresOf(const Classifier& classifier) {
  return {classifier.scores().begin(), classifier.scores().end()};
}

TEST(Repeatability, TwiceIsBitEqualWithAnotherPictureBetween) {
  auto classifier = test::LoadLite0();
  ASSERT_TRUE(classifier);
  ASSERT_TRUE(test::ClassifyFixture(*classifier, test::kEspresso));
  const auto first = ScoresOf(*classifier);
  ASSERT_TRUE(test::ClassifyFixture(*classifier, "classifier/noise_small.png"));
  EXPECT_NE(ScoresOf(*classifier), first);
  ASSERT_TRUE(test::ClassifyFixture(*classifier, test::kEspresso));
  EXPECT_EQ(ScoresOf(*classifier), first);
}

#if !defined(__EMSCRIPTEN__) || defined(__EMSCRIPTEN_PTHREADS__)
TEST(Threads, GiveTheScoresOfOne) {
  for (const char* weights : {GLANCE_MODEL_FILE, GLANCE_INT8_MODEL_FILE}) {
    auto alone = test::LoadLite0({.threads = 1}, weights);
    ASSERT_TRUE(alone);
    ASSERT_TRUE(test::ClassifyFixture(*alone, test::kEspresso));
    for (const int threads : {2, 4}) {
      auto classifier = test::LoadLite0({.threads = threads}, weights);
      ASSERT_TRUE(classifier);
      for (int run = 0; run < 3; ++run) {
        ASSERT_TRUE(test::ClassifyFixture(*classifier, test::kEspresso));
        EXPECT_EQ(ScoresOf(*classifier), ScoresOf(*alone)) << weights << ", " << threads;
      }
    }
  }
  test::ReportFault(29,
                    "EfficientNet-Lite0 in float32 and int8 on 2 and 4 threads: the scores of one");
}
#endif

TEST(Repeatability, ScoresSumToOne) {
  auto classifier = test::LoadLite0();
  ASSERT_TRUE(classifier);
  ASSERT_TRUE(test::ClassifyFixture(*classifier, test::kEspresso));
  double sum = 0;
  for (const float score : classifier->scores()) sum += static_cast<double>(score);
  EXPECT_NEAR(sum, 1.0, 1e-5);  // 1000 roundings of at most 6e-8 each stay below 6e-5 x 0.1
}

TEST(Repeatability, PixelsOfACanvasGiveTheScoresOfTheFile) {
  auto classifier = test::LoadLite0();
  ASSERT_TRUE(classifier);
  const auto file = test::ReadFile(test::Fixture(test::kEspresso));
  ASSERT_TRUE(classifier->Classify(file));
  const auto from_file = ScoresOf(*classifier);
  const auto decoded = DecodePicture(file);
  ASSERT_TRUE(decoded);
  const auto rgb = decoded->image.pixels();
  std::vector<uint8_t> rgba;
  for (size_t i = 0; i < rgb.size(); i += 3) {
    rgba.insert(rgba.end(), {rgb[i], rgb[i + 1], rgb[i + 2], 255});
  }
  auto image = ImageFromRgba(Buffer<uint8_t>::CopyOf(rgba).value(), decoded->image.width_px(),
                             decoded->image.height_px());
  ASSERT_TRUE(image);
  ASSERT_TRUE(classifier->ClassifyImage(*image));
  EXPECT_EQ(ScoresOf(*classifier), from_file);
}

}  // namespace
}  // namespace glance
