// A compiled network: repeatable, movable, independent of what it was made from.
#include "infer/network.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <optional>
#include <utility>
#include <vector>

#include "base/error_codes.h"
#include "infer/run_network.h"
#include "infer/sketch.h"
#include "support/expect_error.h"

namespace glance::test {
namespace {

// Convolutions of both kinds, a residual and a pool: 24 channels of 15 x 13.
Result<Model> MixedModel() {
  Sketch sketch(7, 30, 26);
  const std::string stem = sketch.Append(
      "conv2d", Named("input", "image") + ", \"weight\": " + sketch.Tensor({24, 3, 3, 3}) + ", " +
                    Pair("stride", 2, 2) + R"(, "padding": "same", "clamp": [0, 6])");
  const std::string deep = sketch.Append(
      "depthwise_conv2d", Named("input", stem) + ", \"weight\": " + sketch.Tensor({1, 3, 3, 24}) +
                              R"(, "padding": "same")");
  const std::string sum = sketch.Append("add", Inputs({stem, deep}));
  const std::string pool = sketch.Append(
      "max_pool", Named("input", sum) + ", " + Pair("kernel", 3, 3) + R"(, "padding": "same")");
  return sketch.Finish(sketch.Append("hard_swish", Named("input", pool)), 24);
}

// Nothing bounds its values. (Whether a clamp lets NaN through differs from processor to
// processor.)
Result<Model> UnboundedModel() {
  Sketch sketch(8, 9, 10);
  return sketch.Finish(sketch.Append("conv2d", Named("input", "image") +
                                                   ", \"weight\": " + sketch.Tensor({8, 3, 3, 3})),
                       8);
}

std::vector<float> SomeImage(Network& network, uint32_t seed = 1) {
  return RandomNumbers(seed).Floats(network.input().size());
}

struct Compiled {
  Result<Model> model = MixedModel();
  Result<Network> network = Network::Create(*model, OwnSize(*model));
};

TEST(Network, AnswersTwiceBitEqually) {
  Compiled compiled;
  const auto image = SomeImage(*compiled.network);
  const auto first = LogitsOf(*compiled.network, image);
  const auto features = Copy(compiled.network->features());
  LogitsOf(*compiled.network, SomeImage(*compiled.network, 2));
  EXPECT_EQ(LogitsOf(*compiled.network, image), first);
  EXPECT_EQ(Copy(compiled.network->features()), features);
}

TEST(Network, TwoOfOneModelAnswerBitEqually) {
  Compiled one, other;
  const auto image = SomeImage(*one.network);
  EXPECT_EQ(LogitsOf(*one.network, image), LogitsOf(*other.network, image));
}

TEST(Network, LeavesItsInputAlone) {
  Compiled compiled;
  const auto image = SomeImage(*compiled.network);
  LogitsOf(*compiled.network, image);
  EXPECT_EQ(Copy(compiled.network->input()), image);
}

TEST(Network, SaysTheShapeOfItsFeatures) {
  Compiled compiled;
  EXPECT_EQ(compiled.network->features_shape(), (ValueShape{15, 13, 24}));
  EXPECT_EQ(compiled.network->features().size(), 15u * 13 * 24);
  EXPECT_EQ(compiled.network->logits().size(), 24u);
  EXPECT_TRUE(compiled.network->embedding().empty());
}

TEST(Network, IsMovable) {
  Compiled compiled;
  const auto image = SomeImage(*compiled.network);
  const auto before = LogitsOf(*compiled.network, image);
  Network constructed = *std::move(compiled.network);
  EXPECT_EQ(LogitsOf(constructed, image), before);
  Compiled other;
  *other.network = std::move(constructed);
  EXPECT_EQ(LogitsOf(*other.network, image), before);
}

// The model itself may move while its network is in use: tensors stay where they are.
TEST(Network, OutlivesAMoveOfItsModel) {
  Compiled compiled;
  const auto image = SomeImage(*compiled.network);
  const auto before = LogitsOf(*compiled.network, image);
  const Model moved = *std::move(compiled.model);
  EXPECT_EQ(LogitsOf(*compiled.network, image), before);
}

TEST(Network, AnswersThatAreNotFiniteAreATypedError) {
  Compiled compiled{.model = UnboundedModel()};
  for (const float value : {std::nanf(""), std::numeric_limits<float>::infinity()}) {
    auto image = SomeImage(*compiled.network);
    std::fill(image.begin(), image.end(), value);
    std::copy(image.begin(), image.end(), compiled.network->input().begin());
    ExpectError(compiled.network->Run(), error_code::kInferNotFinite, "not a number");
  }
  const auto image = SomeImage(*compiled.network);
  Compiled fresh{.model = UnboundedModel()};
  EXPECT_EQ(LogitsOf(*compiled.network, image), LogitsOf(*fresh.network, image));
}

TEST(Network, DenormalAndHugePixelsAreAnsweredOrATypedError) {
  using Limits = std::numeric_limits<float>;
  Compiled compiled{.model = UnboundedModel()};
  for (const float value : {Limits::denorm_min(), -Limits::denorm_min(), Limits::min() / 2, -0.0f,
                            Limits::max(), Limits::lowest()}) {
    std::fill(compiled.network->input().begin(), compiled.network->input().end(), value);
    const auto run = compiled.network->Run();
    const bool is_small = std::abs(value) < 1;
    EXPECT_TRUE(run.has_value() || !is_small) << value;
    EXPECT_TRUE(run || run.error().code == error_code::kInferNotFinite) << value;
    if (is_small) {
      for (const float logit : compiled.network->logits()) EXPECT_LT(std::abs(logit), 1e-30f);
    }
  }
}

#if !defined(__EMSCRIPTEN__) || defined(__EMSCRIPTEN_PTHREADS__)
TEST(Network, FourThreadsAnswerAsOneDoes) {
  Compiled one;
  auto four = Network::Create(*one.model, OwnSize(*one.model, 4));
  ASSERT_TRUE(four) << ErrorOf(four);
  for (uint32_t seed = 0; seed < 20; ++seed) {
    const auto image = SomeImage(*one.network, seed);
    // Work is divided between threads, never one sum.
    EXPECT_EQ(LogitsOf(*four, image), LogitsOf(*one.network, image));
  }
}
#endif

}  // namespace
}  // namespace glance::test
