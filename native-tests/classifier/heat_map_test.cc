// The class activation map of a whole network.
#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/error_codes.h"
#include "classifier/lite0.h"
#include "glance/preprocessing.h"
#include "image/decode.h"
#include "infer/network.h"
#include "preprocess/framed.h"
#include "support/expect_error.h"
#include "support/files.h"

namespace glance {
namespace {

TEST(HeatMap, HasTheShapeOfTheLastFeaturesAndSpansZeroToOne) {
  auto classifier = test::LoadLite0();
  ASSERT_TRUE(classifier);
  const auto result = test::ClassifyFixture(*classifier, test::kEspresso, {.heat_map = true});
  ASSERT_TRUE(result) << result.error().message;
  ASSERT_TRUE(result->heat_map);
  EXPECT_EQ(result->heat_map->height, 7);
  EXPECT_EQ(result->heat_map->width, 7);
  const auto values = result->heat_map->values.span();
  ASSERT_EQ(values.size(), 49U);
  EXPECT_EQ(*std::min_element(values.begin(), values.end()), 0.0f);
  EXPECT_EQ(*std::max_element(values.begin(), values.end()), 1.0f);
}

// Of the weights' row of a class, in the real numbers that they stand for.
double RealWeight(const Model& model, const Dense& dense, int class_index, size_t channel) {
  const Tensor& weight = model.tensors[dense.weights.weight];
  const size_t index = class_index * weight.shape[1] + channel;
  if (weight.type == DataType::kFloat32) return double{weight.Floats()[index]};
  return double{model.tensors[dense.weights.scale].Floats()[class_index]} * weight.Int8s()[index];
}

// For each place of the last feature map, how much its channels add to the logit of `class_index`.
std::vector<double> NaiveMap(const Network& network, const Model& model, int class_index) {
  const auto& dense = std::get<Dense>(model.graph.operations.back().kind);
  const ValueShape shape = network.features_shape();
  std::vector<double> map(size_t{shape.height} * shape.width);
  for (size_t place = 0; place < map.size(); ++place) {
    for (size_t c = 0; c < shape.channels; ++c) {
      map[place] += RealWeight(model, dense, class_index, c) *
                    double{network.features()[place * shape.channels + c]};
    }
  }
  return map;
}

void ExpectWeightedSum(const char* model_file, int class_index) {
  auto classifier = test::LoadLite0({}, model_file);
  ASSERT_TRUE(classifier);
  const auto result = test::ClassifyFixture(*classifier, test::kEspresso,
                                            {.heat_map = true, .heat_map_class = class_index});
  ASSERT_TRUE(result && result->heat_map);

  const Model& model = classifier->model();
  auto network = Network::Create(model, {.height_px = 224, .width_px = 224});
  const auto decoded = DecodePicture(test::ReadFile(test::Fixture(test::kEspresso)));
  ASSERT_TRUE(network && decoded);
  const auto view = test::Framed(decoded->image, model.preprocess);
  ASSERT_TRUE(view && Normalize(*view, model.preprocess, network->input()) && network->Run());
  const auto map = NaiveMap(*network, model, class_index);

  const auto [low, high] = std::minmax_element(map.begin(), map.end());
  const auto values = result->heat_map->values.span();
  ASSERT_EQ(values.size(), map.size());
  for (size_t i = 0; i < map.size(); ++i) {
    // Sums of 1,280 floats: epsilon (1.2e-7) x sqrt(1280), with the range as magnitude.
    EXPECT_NEAR(double{values[i]}, (map[i] - *low) / (*high - *low), 5e-6) << i;
  }
}

TEST(HeatMap, IsTheWeightedSumOfTheFeaturesInFloatAndInInt8) {
  for (const char* model_file : {GLANCE_MODEL_FILE, GLANCE_INT8_MODEL_FILE}) {
    for (const int class_index : {test::kEspressoClass, 0, 999}) {
      SCOPED_TRACE(testing::Message() << model_file << ", class " << class_index);
      ExpectWeightedSum(model_file, class_index);
    }
  }
}

TEST(HeatMap, IsOfTheBestClassUnlessAnotherIsNamed) {
  auto classifier = test::LoadLite0();
  ASSERT_TRUE(classifier);
  const auto map_of = [&](std::optional<int> index) {
    const auto result = test::ClassifyFixture(*classifier, test::kEspresso,
                                              {.heat_map = true, .heat_map_class = index});
    EXPECT_TRUE(result && result->heat_map);
    const auto values = result->heat_map->values.span();
    return std::vector<float>(values.begin(), values.end());
  };
  EXPECT_EQ(map_of(std::nullopt), map_of(test::kEspressoClass));
  EXPECT_NE(map_of(0), map_of(test::kEspressoClass));
  EXPECT_NE(map_of(0), map_of(999));
}

TEST(HeatMap, OfAClassThatDoesNotExistIsRefused) {
  auto classifier = test::LoadLite0();
  ASSERT_TRUE(classifier);
  for (const int index : {-1, 1000, std::numeric_limits<int>::min()}) {
    test::ExpectError(test::ClassifyFixture(*classifier, test::kEspresso,
                                            {.heat_map = true, .heat_map_class = index}),
                      error_code::kCallBadArgument, std::to_string(index));
  }
  EXPECT_TRUE(test::ClassifyFixture(*classifier, test::kEspresso));
}

TEST(HeatMap, IsAbsentUnlessAskedFor) {
  auto classifier = test::LoadLite0();
  ASSERT_TRUE(classifier);
  const auto result = test::ClassifyFixture(*classifier, test::kEspresso);
  ASSERT_TRUE(result);
  EXPECT_FALSE(result->heat_map);
}

// logits_from_pool ends in a convolution and pooling, activations_on_vector names no features.
TEST(HeatMap, IsRefusedForANetworkThatDoesNotEndInPoolingAndOneDenseLayer) {
  for (const char* name : {"logits_from_pool", "activations_on_vector"}) {
    const auto bytes = test::ReadFile(test::Fixture(std::string("model/") + name + ".safetensors"));
    auto file = Buffer<uint8_t>::CopyOf(bytes);
    ASSERT_TRUE(file);
    auto classifier = Classifier::Load(*std::move(file));
    ASSERT_TRUE(classifier) << classifier.error().message;
    test::ExpectError(
        test::ClassifyFixture(*classifier, test::kEspresso, {.top_k = 1, .heat_map = true}),
        error_code::kModelNoHeatMap, "global average pooling");
    EXPECT_TRUE(test::ClassifyFixture(*classifier, test::kEspresso)) << name;
  }
}

}  // namespace
}  // namespace glance
