// The shape of every operation's result, by hand.
#include "model/shapes.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <vector>

#include "model/one_operation.h"
#include "model/tiny_model.h"
#include "support/expect_error.h"

namespace glance::test {
namespace {

void ExpectShape(const Model& model, const ValueShape& want, uint32_t height_px = 9,
                 uint32_t width_px = 12) {
  const auto shape = ShapeAfter(model, height_px, width_px);
  ASSERT_TRUE(shape) << ErrorOf(shape);
  EXPECT_EQ(*shape, want) << shape->height << " x " << shape->width << " x " << shape->channels;
}

TEST(Shapes, ConvolutionTakesChannelsFromItsWeight) {
  const Conv2d plain{.input = 0, .weights = {.weight = 0}};
  ExpectShape(OneOperation(plain, {{5, 3, 4, 3}}), {7, 9, 5});
  const Conv2d grouped{.input = 0, .weights = {.weight = 0, .bias = 1}, .groups = 3};
  ExpectShape(OneOperation(grouped, {{6, 1, 1, 1}, {6}}), {9, 12, 6});
  const Conv2d same{
      .input = 0, .weights = {.weight = 0}, .stride = {2, 5}, .padding = {.same = true}};
  ExpectShape(OneOperation(same, {{4, 3, 3, 3}}), {5, 3, 4});
  const Conv2d dilated{.input = 0, .weights = {.weight = 0}, .dilation = {4, 2}};
  ExpectShape(OneOperation(dilated, {{1, 3, 3, 3}}), {1, 8, 1});
  const Conv2d padded{.input = 0, .weights = {.weight = 0}, .padding = {false, 1, 2, 3, 4}};
  ExpectShape(OneOperation(padded, {{2, 1, 1, 3}}), {13, 18, 2});
}

TEST(Shapes, DepthwiseConvolutionMultipliesChannels) {
  const DepthwiseConv2d conv{.input = 0, .weights = {.weight = 0, .bias = 1}, .stride = {2, 1}};
  ExpectShape(OneOperation(conv, {{1, 3, 3, 3}, {3}}), {4, 10, 3});
  ExpectShape(OneOperation(conv, {{1, 9, 1, 12}, {12}}), {1, 12, 12});
}

TEST(Shapes, DenseMakesAVector) {
  const Dense dense{.input = 0, .weights = {.weight = 0, .bias = 1}};
  ExpectShape(OneOperation(dense, {{7, 3}, {7}}), {1, 1, 7}, 1, 1);
}

TEST(Shapes, PoolsKeepChannels) {
  ExpectShape(OneOperation(MaxPool{.input = 0, .kernel = {3, 2}, .stride = {3, 2}}), {3, 6, 3});
  ExpectShape(
      OneOperation(AveragePool{.input = 0, .kernel = {2, 5}, .stride = {2, 5}, .ceil_mode = true}),
      {5, 3, 3});
  ExpectShape(OneOperation(GlobalAveragePool{.input = 0}), {1, 1, 3});
}

TEST(Shapes, ElementwiseOperationsKeepTheShape) {
  for (const UnaryKind kind : {UnaryKind::kClamp, UnaryKind::kSigmoid, UnaryKind::kHardSigmoid,
                               UnaryKind::kHardSwish, UnaryKind::kL2Normalize, UnaryKind::kGelu,
                               UnaryKind::kElu, UnaryKind::kPower, UnaryKind::kSoftmax}) {
    ExpectShape(OneOperation(Unary{.kind = kind, .input = 0}), {9, 12, 3});
  }
  ExpectShape(OneOperation(Binary{.a = 0, .constant = 0}, {{3}}), {9, 12, 3});
  ExpectShape(OneOperation(Binary{.a = 0, .constant = 0}, {{1}}), {9, 12, 3});
  ExpectShape(OneOperation(Binary{.kind = BinaryKind::kMultiply, .a = 0, .b = 0}), {9, 12, 3});
}

TEST(Shapes, ConcatAddsChannels) {
  ExpectShape(OneOperation(Concat{.inputs = {0, 0, 0, 0, 0, 0}}), {9, 12, 18});
  ExpectShape(OneOperation(Concat{.inputs = {0, 0}, .axis = 1}), {18, 12, 3});
  ExpectShape(OneOperation(Concat{.inputs = {0, 0}, .axis = 2}), {9, 24, 3});
}

TEST(Shapes, ElementsThatMoveKeepTheirNumber) {
  ExpectShape(OneOperation(ChannelAverage{.input = 0}), {9, 12, 1});
  ExpectShape(OneOperation(Normalization{.input = 0, .groups = 3}), {9, 12, 3});
  ExpectShape(
      OneOperation(Rearrange{.input = 0, .view = {108, 3}, .order = {1, 0}, .shape = {1, 3, 108}}),
      {1, 3, 108});
  ExpectShape(OneOperation(Slice{.input = 0, .begin = {1, 2, 0}, .size = {8, 10, 1}}), {8, 10, 1});
  ExpectShape(OneOperation(Pad{.input = 0, .padding = {false, 1, 2, 3, 4}}), {13, 18, 3});
  ExpectShape(OneOperation(MatMul{.a = 0, .b = 0}), {9, 12, 12});
}

// A vector goes with a map of as many channels, whichever comes first.
TEST(Shapes, VectorsAreBroadcastOverHeightAndWidth) {
  for (const bool vector_first : {false, true}) {
    Model model = OneOperation(GlobalAveragePool{.input = 0});
    model.graph.value_names.emplace_back("sum");
    const Binary add{.a = vector_first ? 1 : 0, .b = vector_first ? 0 : 1};
    model.graph.operations.push_back({.kind = add, .output = 2});
    ExpectShape(model, {9, 12, 3});
  }
}

TEST(Shapes, OneIsGivenForEachValue) {
  const auto model = LoadTiny(TinyDocument());
  ASSERT_TRUE(model) << ErrorOf(model);
  const auto shapes = InferShapes(*model, 8, 8);
  ASSERT_TRUE(shapes) << ErrorOf(shapes);
  EXPECT_EQ(*shapes, (std::vector<ValueShape>{{8, 8, 3}, {4, 4, 4}, {1, 1, 4}, {1, 1, 2}}));
}

TEST(Shapes, FollowTheInputThatIsAskedFor) {
  const auto model = LoadTiny(TinyDocument());
  ASSERT_TRUE(model) << ErrorOf(model);
  const auto shapes = InferShapes(*model, 21, 30);
  ASSERT_TRUE(shapes) << ErrorOf(shapes);
  EXPECT_EQ((*shapes)[1], (ValueShape{11, 15, 4}));
  EXPECT_EQ((*shapes)[2], (ValueShape{1, 1, 4}));
}

}  // namespace
}  // namespace glance::test
