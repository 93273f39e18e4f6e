// Sums, products, concatenations and activations of random shapes against the oracle.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "infer/against_oracle.h"
#include "infer/sketch.h"

namespace glance::test {
namespace {

constexpr uint32_t kElementwiseCases = 40;

std::string AddOrMultiply(RandomNumbers& random) { return random.Bool() ? "add" : "multiply"; }

// Two maps, a map and a vector, a vector and a map, two vectors, one value twice, and what has one
// channel with each of them.
std::string RandomInputs(Sketch& sketch, uint32_t channels) {
  const std::string map = sketch.Spread(channels), other = sketch.Spread(channels);
  const std::string vector = sketch.Append("global_average_pool", Named("input", other));
  const std::string mean = sketch.Append("channel_average", Named("input", other));
  const std::vector<std::vector<std::string>> choices{
      {map, other}, {map, vector}, {vector, map}, {vector, vector},
      {map, map},   {map, mean},   {mean, map},   {mean, vector}};
  return Inputs(choices[sketch.random.Int(0, 7)]);
}

TEST(Elementwise, AddAndMultiplyAreTheOracles) {
  for (uint32_t seed = 0; seed < kElementwiseCases; ++seed) {
    SCOPED_TRACE(seed);
    RandomNumbers random(seed);
    Sketch sketch(seed, random.Int(1, 9), random.Int(1, 9));
    const uint32_t channels = random.Int(1, 20);
    const std::string value =
        sketch.Append(AddOrMultiply(random), RandomInputs(sketch, channels) + MaybeClamp(random));
    ExpectOraclesAnswers(sketch.Finish(value, channels), random);
  }
}

TEST(Elementwise, ConstantsAreTheOracles) {
  for (uint32_t seed = 0; seed < kElementwiseCases; ++seed) {
    SCOPED_TRACE(seed);
    RandomNumbers random(1000 + seed);
    Sketch sketch(seed, random.Int(1, 9), random.Int(1, 9));
    const uint32_t channels = random.Int(1, 20);
    const std::string constant =
        random.Bool()
            ? sketch.Tensor({random.Bool() ? channels : 1})
            : sketch.Tensor({random.Bool() ? sketch.height_px() : 1,
                             random.Bool() ? sketch.width_px() : 1, random.Bool() ? channels : 1});
    const std::string value = sketch.Append(
        AddOrMultiply(random),
        Inputs({sketch.Spread(channels)}) + ", \"constant\": " + constant + MaybeClamp(random));
    ExpectOraclesAnswers(sketch.Finish(value, channels), random);
  }
}

TEST(Elementwise, ConcatOfTwoToTwelveIsTheOracles) {
  for (uint32_t seed = 0; seed < 3 * 11; ++seed) {
    SCOPED_TRACE(seed);
    RandomNumbers random(2000 + seed);
    Sketch sketch(seed, random.Int(1, 7), random.Int(1, 7));
    std::vector<std::string> parts;
    uint32_t channels = 0;
    for (uint32_t i = 0; i < 2 + seed % 11; ++i) {
      const bool again = i > 0 && random.Int(0, 5) == 0;  // the image twice or more
      const uint32_t count = again ? 3 : random.Int(1, 9);
      parts.push_back(again ? "image" : sketch.Spread(count));
      channels += count;
    }
    ExpectOraclesAnswers(sketch.Finish(sketch.Append("concat", Inputs(parts)), channels), random);
  }
}

TEST(Elementwise, ActivationsAreTheOracles) {
  for (const std::string op : {"sigmoid", "hard_sigmoid", "hard_swish", "gelu", "elu", "softmax"}) {
    for (uint32_t seed = 0; seed < kElementwiseCases; ++seed) {
      SCOPED_TRACE(op + " " + std::to_string(seed));
      RandomNumbers random(3000 + seed);
      Sketch sketch(seed, random.Int(1, 9), random.Int(1, 9));
      const uint32_t channels = random.Int(1, 20);
      // Spread over the bends at -3 and 3.
      const std::string wide =
          sketch.Append("conv2d", Named("input", sketch.Spread(8)) +
                                      ", \"weight\": " + sketch.Tensor({channels, 1, 1, 8}));
      ExpectOraclesAnswers(sketch.Finish(sketch.Append(op, Named("input", wide)), channels),
                           random);
    }
  }
}

TEST(Elementwise, EluHasItsAlpha) {
  for (const std::string alpha : {"0.25", "1.6732632", "8"}) {
    SCOPED_TRACE(alpha);
    RandomNumbers random(1);
    Sketch sketch(6, 5, 4);
    const std::string value =
        sketch.Append("elu", Named("input", sketch.Spread(7)) + ", \"alpha\": " + alpha);
    ExpectOraclesAnswers(sketch.Finish(value, 7), random);
  }
}

TEST(Elementwise, PowersAreTheOracles) {
  for (const std::string exponent : {"0.5", "-0.5", "2", "3", "2.9183", "0.3426", "-1", "0"}) {
    SCOPED_TRACE(exponent);
    RandomNumbers random(1);
    Sketch sketch(7, 5, 4);
    const std::string positive =
        sketch.Append("clamp", Named("input", sketch.Spread(7)) + R"(, "clamp": [0.125, null])");
    const std::string value =
        sketch.Append("power", Named("input", positive) + ", \"exponent\": " + exponent);
    ExpectOraclesAnswers(sketch.Finish(value, 7), random);
  }
}

TEST(Elementwise, L2NormalizeIsTheOracles) {
  for (uint32_t seed = 0; seed < kElementwiseCases; ++seed) {
    SCOPED_TRACE(seed);
    RandomNumbers random(5000 + seed);
    Sketch sketch(seed, random.Int(1, 9), random.Int(1, 9));
    const uint32_t channels = random.Int(1, 40);
    std::string value = sketch.Spread(channels);
    if (random.Bool()) value = sketch.Append("global_average_pool", Named("input", value));
    value = sketch.Append("l2_normalize", Named("input", value));
    ExpectOraclesAnswers(sketch.Finish(value, channels), random);
  }
}

// torch.nn.functional.normalize and models/FORMAT.md: nothing divided by 1e-12 is nothing.
TEST(Elementwise, L2NormalizeOfNothingIsNothing) {
  Sketch sketch(1, 2, 3);
  const std::string zero = sketch.Tensor({1}, {0}, "F32");
  const std::string nothing =
      sketch.Append("multiply", Inputs({"image"}) + ", \"constant\": " + zero);
  const auto model =
      sketch.Finish(sketch.Append("l2_normalize", Named("input", nothing)), /*channels=*/3);
  RandomNumbers random(1);
  ExpectOraclesAnswers(model, random);
}

TEST(Elementwise, ClampIsTheOracles) {
  for (uint32_t seed = 0; seed < kElementwiseCases; ++seed) {
    SCOPED_TRACE(seed);
    RandomNumbers random(4000 + seed);
    Sketch sketch(seed, random.Int(1, 9), random.Int(1, 9));
    const uint32_t channels = random.Int(1, 20);
    std::string clamp;
    while (clamp.empty()) clamp = MaybeClamp(random);
    const std::string value =
        sketch.Append("clamp", Named("input", sketch.Spread(channels)) + clamp);
    ExpectOraclesAnswers(sketch.Finish(value, channels), random);
  }
}

}  // namespace
}  // namespace glance::test
