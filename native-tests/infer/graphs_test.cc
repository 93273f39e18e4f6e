// Whole graphs: unusual ones that the backend would not take as they are, and random ones.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "infer/against_oracle.h"
#include "infer/run_network.h"
#include "infer/sketch.h"

namespace glance::test {
namespace {

std::string Pooled(Sketch& sketch, const std::string& value) {
  return sketch.Append(
      "max_pool", Named("input", value) + ", " + Pair("kernel", 2, 2) + R"(, "padding": "same")");
}

TEST(Graphs, OperationsThatNoOutputNeedsAreLeftOut) {
  Sketch sketch(1, 6, 6);
  const std::string value = sketch.Spread(4);
  std::string unused = sketch.Spread(9);
  for (int i = 0; i < 3; ++i) unused = Pooled(sketch, unused);
  sketch.Append("add", Inputs({unused, unused}));
  RandomNumbers random(1);
  ExpectOraclesAnswers(sketch.Finish(value, 4), random);
}

// Each bounds alone; together no number satisfies both.
TEST(Graphs, ClampsWhoseRangesDoNotMeetAreTheOracles) {
  for (const std::string second : {"[-5, -1]", "[6, 8]", "[7, null]", "[null, -1]"}) {
    SCOPED_TRACE(second);
    Sketch sketch(2, 5, 5);
    const std::string first = sketch.Append(
        "conv2d", Named("input", "image") + ", \"weight\": " + sketch.Tensor({4, 1, 1, 3}) +
                      R"(, "clamp": [0, 6])");
    const std::string value =
        sketch.Append("clamp", Named("input", first) + ", \"clamp\": " + second);
    RandomNumbers random(2);
    ExpectOraclesAnswers(sketch.Finish(value, 4), random);
  }
}

TEST(Graphs, FeaturesThatAnActivationReadsAreUnchanged) {
  Sketch sketch(3, 5, 5);
  const std::string value = sketch.Spread(4);
  sketch.Append("clamp", Named("input", value) + R"(, "clamp": [0, 0.1])");
  RandomNumbers random(3);
  ExpectOraclesAnswers(sketch.Finish(value, 4), random);
}

TEST(Graphs, ImageMayBeTheFeatures) {
  Sketch sketch(4, 5, 7);
  RandomNumbers random(4);
  ExpectOraclesAnswers(sketch.Finish("image", 3), random);
}

TEST(Graphs, AThousandOperationsInARowAreTheOracles) {
  Sketch sketch(5, 3, 3);
  std::string value = "image";
  for (int i = 0; i < 1000; ++i) {
    value = sketch.Append(i % 2 == 0 ? "sigmoid" : "hard_swish", Named("input", value));
  }
  RandomNumbers random(5);
  ExpectOraclesAnswers(sketch.Finish(value, 3), random);
}

// One operation, at random, that reads `values` of `channels` channels and keeps their shape.
std::string RandomStep(Sketch& sketch, const std::vector<std::string>& values, uint32_t channels) {
  RandomNumbers& random = sketch.random;
  const auto any = [&] { return values[random.Int(0, static_cast<uint32_t>(values.size() - 1))]; };
  switch (random.Int(0, 6)) {
    case 0:
      return sketch.Append("conv2d", Named("input", any()) + ", \"weight\": " +
                                         sketch.Tensor({channels, 3, 3, channels}) +
                                         R"(, "padding": "same", "clamp": [-4, 4])");
    case 1:
      return sketch.Append("depthwise_conv2d", Named("input", any()) + ", \"weight\": " +
                                                   sketch.Tensor({1, 3, 3, channels}) +
                                                   R"(, "padding": "same")" + MaybeClamp(random));
    case 2:
      return sketch.Append("add", Inputs({any(), any()}) + MaybeClamp(random));
    case 3:
      return sketch.Append(
          "multiply", Inputs({any(), sketch.Append("global_average_pool", Named("input", any()))}));
    case 4:
      return Pooled(sketch, any());
    case 5:
      return sketch.Append("hard_sigmoid", Named("input", any()));
    default:
      return sketch.Append("average_pool", Named("input", any()) + ", " + Pair("kernel", 3, 3) +
                                               R"(, "padding": "same", "count_padding": true)");
  }
}

TEST(Graphs, RandomOnesAreTheOracles) {
  for (uint32_t seed = 0; seed < 60; ++seed) {
    SCOPED_TRACE(seed);
    RandomNumbers random(seed);
    Sketch sketch(seed, random.Int(2, 9), random.Int(2, 9));
    const uint32_t channels = random.Int(1, 6);
    std::vector<std::string> values{sketch.Spread(channels)};
    for (uint32_t i = random.Int(2, 9); i > 0; --i) {
      values.push_back(RandomStep(sketch, values, channels));
    }
    ExpectOraclesAnswers(sketch.Finish(values.back(), channels), random);
  }
}

}  // namespace
}  // namespace glance::test
