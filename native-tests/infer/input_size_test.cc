// Networks at other input sizes than the model's own.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "base/error_codes.h"
#include "infer/against_oracle.h"
#include "infer/run_network.h"
#include "infer/sketch.h"
#include "support/expect_error.h"

namespace glance::test {
namespace {

// A convolution, then the average of whatever size it has.
Result<Model> AnySize() {
  Sketch sketch(1, 8, 8);
  const std::string conv = sketch.Append(
      "conv2d", Named("input", "image") + ", \"weight\": " + sketch.Tensor({6, 3, 3, 3}));
  return sketch.Finish(conv, 6);
}

// Dense on what is one pixel at 8 x 8 only.
Result<Model> OneSize() {
  Sketch sketch(2, 8, 8);
  const std::string conv = sketch.Append(
      "conv2d", Named("input", "image") + ", \"weight\": " + sketch.Tensor({6, 8, 8, 3}));
  const std::string dense =
      sketch.Append("dense", Named("input", conv) + ", \"weight\": " + sketch.Tensor({4, 6}));
  return sketch.Finish(dense, 4);
}

TEST(InputSize, OtherSizesAreTheOracles) {
  for (const auto& [height_px, width_px] :
       std::vector<std::pair<uint32_t, uint32_t>>{{3, 3}, {3, 40}, {9, 8}, {64, 31}}) {
    auto model = AnySize();
    ASSERT_TRUE(model) << ErrorOf(model);
    model->preprocess.crop_height_px = static_cast<int>(height_px);
    model->preprocess.crop_width_px = static_cast<int>(width_px);
    RandomNumbers random(height_px);
    ExpectOraclesAnswers(model, random);
  }
}

TEST(InputSize, TwoNetworksOfOneModelMayDiffer) {
  const auto model = AnySize();
  ASSERT_TRUE(model) << ErrorOf(model);
  auto small = Network::Create(*model, {.height_px = 4, .width_px = 4});
  auto large = Network::Create(*model, {.height_px = 16, .width_px = 16});
  ASSERT_TRUE(small && large);
  EXPECT_EQ(small->features_shape(), (ValueShape{2, 2, 6}));
  EXPECT_EQ(large->features_shape(), (ValueShape{14, 14, 6}));
  // An image of one colour looks the same at any size.
  const auto first = LogitsOf(*small, std::vector<float>(4 * 4 * 3, 0.5f));
  const auto second = LogitsOf(*large, std::vector<float>(16 * 16 * 3, 0.5f));
  for (size_t i = 0; i < first.size(); ++i) EXPECT_NEAR(first[i], second[i], 1e-5f);
}

TEST(InputSize, SizesThatTheGraphCannotTakeAreTypedErrors) {
  const auto model = OneSize();
  ASSERT_TRUE(model) << ErrorOf(model);
  EXPECT_TRUE(Network::Create(*model, {.height_px = 8, .width_px = 8}));
  ExpectError(Network::Create(*model, {.height_px = 9, .width_px = 8}), error_code::kModelBadShape,
              "operation 1 (writes 'v1'): tensor 't1' of shape (4, 6) does not fit the input");
  ExpectError(Network::Create(*model, {.height_px = 7, .width_px = 8}), error_code::kModelBadShape,
              "a window of 8 x 8 does not fit into (1, 7, 8, 3)");
  ExpectError(Network::Create(*model, {.height_px = 0, .width_px = 8}), error_code::kModelBadShape,
              "does not fit");
}

TEST(InputSize, GiantInputIsATypedError) {
  const auto model = AnySize();
  ASSERT_TRUE(model) << ErrorOf(model);
  ExpectError(Network::Create(*model, {.height_px = 1U << 31, .width_px = 1U << 31}),
              error_code::kModelTooLarge, "2147483648");
}

}  // namespace
}  // namespace glance::test
