// Multiply-adds and parameters, by hand.
#include <gtest/gtest.h>

#include <utility>

#include "model/multiply_adds.h"
#include "model/one_operation.h"
#include "model/tiny_model.h"
#include "support/expect_error.h"

namespace glance::test {
namespace {

uint64_t MultiplyAddsOf(const Model& model, uint32_t height_px, uint32_t width_px) {
  const auto shapes = InferShapes(model, height_px, width_px);
  EXPECT_TRUE(shapes) << ErrorOf(shapes);
  return shapes ? CountMultiplyAdds(model, *shapes) : 0;
}

TEST(Counts, ConvolutionUsesEachWeightOnceForEachOutputPixel) {
  const Conv2d conv{
      .input = 0, .weights = {.weight = 0, .bias = 1}, .stride = {2, 2}, .padding = {.same = true}};
  // 32 filters of 3 x 3 x 3 on 112 x 112 pixels: the stem of EfficientNet-Lite0.
  EXPECT_EQ(MultiplyAddsOf(OneOperation(conv, {{32, 3, 3, 3}, {32}}), 224, 224), 10'838'016u);
}

TEST(Counts, GroupsDivideTheWork) {
  const Conv2d conv{.input = 0, .weights = {.weight = 0}, .groups = 3};
  EXPECT_EQ(MultiplyAddsOf(OneOperation(conv, {{6, 1, 1, 1}}), 10, 10), 600u);
}

TEST(Counts, DepthwiseUsesOneFilterForEachChannel) {
  const DepthwiseConv2d conv{.input = 0, .weights = {.weight = 0}};
  EXPECT_EQ(MultiplyAddsOf(OneOperation(conv, {{1, 3, 3, 6}}), 5, 4), 6u * 9 * 3 * 2);
}

TEST(Counts, OperationsWithoutWeightsAreFree) {
  EXPECT_EQ(MultiplyAddsOf(OneOperation(MaxPool{.input = 0, .kernel = {2, 2}}), 8, 8), 0u);
  EXPECT_EQ(MultiplyAddsOf(OneOperation(Binary{.a = 0, .constant = 0}, {{3}}), 8, 8), 0u);
}

TEST(Counts, TinyModelIsTheSumOfItsLayers) {
  const auto model = LoadTiny(TinyDocument());
  ASSERT_TRUE(model) << ErrorOf(model);
  EXPECT_EQ(MultiplyAddsOf(*model, 8, 8), 4u * 27 * 16 + 8);
  EXPECT_EQ(MultiplyAddsOf(*model, 16, 16), 4u * 27 * 64 + 8);
  EXPECT_EQ(CountParameters(*model), 108u + 4 + 8 + 2);
}

TEST(Counts, TensorsThatAreNotReadDoNotCount) {
  auto tensors = TinyTensors();
  tensors.push_back({"spare", {1000}, std::vector<float>(1000)});
  const auto model = LoadTiny(TinyDocument(), tensors);
  ASSERT_TRUE(model) << ErrorOf(model);
  EXPECT_EQ(CountParameters(*model), 122u);
}

}  // namespace
}  // namespace glance::test
