// The class activation map of a whole network.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "base/error_codes.h"
#include "classifier/lite0.h"
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
