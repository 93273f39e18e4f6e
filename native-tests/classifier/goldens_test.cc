// Small pictures against Pillow and onnxruntime: native-tests/fixtures/classifier/README.md.
#include <gtest/gtest.h>
#include <yyjson.h>

#include <cmath>
#include <memory>
#include <string>
#include <vector>

#include "classifier/lite0.h"

namespace glance {
namespace {

struct Golden {
  std::string picture;
  int width_px = 0, height_px = 0;
  std::vector<int> index;
  std::vector<double> score;  // descending
};

std::vector<Golden> ReadGoldens() {
  const auto text = test::ReadFile(test::Fixture("classifier/efficientnet-lite0-f32.json"));
  const std::unique_ptr<yyjson_doc, decltype(&yyjson_doc_free)> document(
      yyjson_read(reinterpret_cast<const char*>(text.data()), text.size(), 0), yyjson_doc_free);
  std::vector<Golden> goldens;
  yyjson_val* pictures = yyjson_obj_get(yyjson_doc_get_root(document.get()), "pictures");
  yyjson_obj_iter iterator = yyjson_obj_iter_with(pictures);
  while (yyjson_val* name = yyjson_obj_iter_next(&iterator)) {
    yyjson_val* entry = yyjson_obj_iter_get_val(name);
    Golden golden{.picture = yyjson_get_str(name),
                  .width_px = yyjson_get_int(yyjson_obj_get(entry, "width")),
                  .height_px = yyjson_get_int(yyjson_obj_get(entry, "height"))};
    for (size_t i = 0; i < 5; ++i) {
      golden.index.push_back(yyjson_get_int(yyjson_arr_get(yyjson_obj_get(entry, "index"), i)));
      golden.score.push_back(yyjson_get_num(yyjson_arr_get(yyjson_obj_get(entry, "score"), i)));
    }
    goldens.push_back(std::move(golden));
  }
  return goldens;
}

// What the project promises of scores (README.md). Pixels are equal bit for bit, so that what is
// left is float32 summed in another order: measured below 1e-5.
constexpr double kScoreTolerance = 1e-3;

void ExpectSame(const Golden& golden, const Classification& result) {
  EXPECT_EQ(result.width_px, golden.width_px);
  EXPECT_EQ(result.height_px, golden.height_px);
  ASSERT_EQ(result.predictions.size(), golden.index.size());
  EXPECT_EQ(result.predictions[0].index, golden.index[0]);
  for (size_t i = 0; i < golden.index.size(); ++i) {
    EXPECT_NEAR(static_cast<double>(result.predictions[i].score), golden.score[i], kScoreTolerance);
    const bool above = i == 0 || golden.score[i - 1] - golden.score[i] > kScoreTolerance;
    const bool below = i == 4 || golden.score[i] - golden.score[i + 1] > kScoreTolerance;
    // The fifth may tie with a sixth that the golden does not list.
    if (above && below && i < 4) {
      EXPECT_EQ(result.predictions[i].index, golden.index[i]) << i;
    }
  }
}

TEST(Goldens, ScoresEqualOnnxruntimesOnEveryPicture) {
  auto classifier = test::LoadLite0();
  ASSERT_TRUE(classifier) << classifier.error().message;
  const auto goldens = ReadGoldens();
  ASSERT_EQ(goldens.size(), 12U);
  for (const Golden& golden : goldens) {
    SCOPED_TRACE(golden.picture);
    const auto result = test::ClassifyFixture(*classifier, "classifier/" + golden.picture);
    ASSERT_TRUE(result) << result.error().message;
    ExpectSame(golden, *result);
  }
}

}  // namespace
}  // namespace glance
