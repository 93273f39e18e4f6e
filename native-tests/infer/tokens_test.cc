// What transformers and their kin are made of, of random shapes, against the oracle:
// normalisations, products of values, and elements moved to other places.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "infer/against_oracle.h"
#include "infer/sketch.h"

namespace glance::test {
namespace {

constexpr uint32_t kTokenCases = 40;

std::string List(const std::string& key, const std::vector<uint32_t>& numbers) {
  std::string list;
  for (const uint32_t number : numbers) list += (list.empty() ? "" : ", ") + std::to_string(number);
  return ", \"" + key + "\": [" + list + "]";
}

// `value` (h, w, c) as (shape), without a change of order.
std::string Reshaped(Sketch& sketch, const std::string& value, uint32_t elements,
                     const std::vector<uint32_t>& shape) {
  return sketch.Append("rearrange", Named("input", value) + List("view", {elements}) +
                                        List("order", {0}) + List("shape", shape));
}

TEST(Tokens, LayerNormIsTheOracles) {
  for (uint32_t seed = 0; seed < kTokenCases; ++seed) {
    SCOPED_TRACE(seed);
    RandomNumbers random(seed);
    Sketch sketch(seed, random.Int(1, 9), random.Int(1, 9));
    const uint32_t channels = random.Int(2, 70);
    std::string value = sketch.Spread(channels);
    if (random.Bool()) value = sketch.Append("global_average_pool", Named("input", value));
    value = sketch.Append("layer_norm", Named("input", value) + R"(, "epsilon": 0.001)");
    ExpectOraclesAnswers(sketch.Finish(value, channels), random);
  }
}

TEST(Tokens, GroupNormIsTheOracles) {
  for (uint32_t seed = 0; seed < kTokenCases; ++seed) {
    SCOPED_TRACE(seed);
    RandomNumbers random(1000 + seed);
    Sketch sketch(seed, random.Int(2, 9), random.Int(2, 9));
    const uint32_t groups = random.Int(1, 6), channels = groups * random.Int(1, 12);
    const std::string value = sketch.Append(
        "group_norm", Named("input", sketch.Spread(channels)) +
                          ", \"groups\": " + std::to_string(groups) + R"(, "epsilon": 0.001)");
    ExpectOraclesAnswers(sketch.Finish(value, channels), random);
  }
}

TEST(Tokens, MatMulIsTheOracles) {
  for (uint32_t seed = 0; seed < kTokenCases; ++seed) {
    SCOPED_TRACE(seed);
    RandomNumbers random(2000 + seed);
    const uint32_t height = random.Int(1, 5), width = random.Int(1, 20);
    Sketch sketch(seed, height, width);
    const uint32_t channels = random.Int(1, 40), factor = random.Int(1, 3);
    const std::string a = sketch.Spread(channels);
    // (height, factor * width, channels)
    const uint32_t more = factor * channels;
    const std::string b = Reshaped(sketch, sketch.Spread(more), height * width * more,
                                   {height, factor * width, channels});
    const std::string value = sketch.Append("matmul", Inputs({a, b}));
    ExpectOraclesAnswers(sketch.Finish(value, factor * width), random);
  }
}

// Of as many axes as there may be, sizes of 1 among them.
TEST(Tokens, RearrangedIsTheOracles) {
  for (uint32_t seed = 0; seed < 2 * kTokenCases; ++seed) {
    SCOPED_TRACE(seed);
    RandomNumbers random(3000 + seed);
    std::vector<uint32_t> view(random.Int(1, 4));
    uint32_t elements = 1;
    for (uint32_t& size : view) elements *= size = random.Int(1, 4);
    std::vector<uint32_t> order;
    for (uint32_t axis = 0; axis < view.size(); ++axis) {
      order.insert(order.begin() + random.Int(0, axis), axis);
    }
    Sketch sketch(seed, 1, view[0]);
    const std::string value = sketch.Append(
        "rearrange", Named("input", sketch.Spread(elements / view[0])) + List("view", view) +
                         List("order", order) + List("shape", {view[0], 1, elements / view[0]}));
    ExpectOraclesAnswers(sketch.Finish(value, elements / view[0]), random);
  }
}

TEST(Tokens, SlicesAreTheOracles) {
  for (uint32_t seed = 0; seed < kTokenCases; ++seed) {
    SCOPED_TRACE(seed);
    RandomNumbers random(4000 + seed);
    const std::vector<uint32_t> sides{random.Int(1, 9), random.Int(1, 9), random.Int(1, 20)};
    std::vector<uint32_t> begin, size;
    for (const uint32_t side : sides) {
      begin.push_back(random.Int(0, side - 1));
      size.push_back(random.Int(1, side - begin.back()));
    }
    Sketch sketch(seed, sides[0], sides[1]);
    const std::string value = sketch.Append("slice", Named("input", sketch.Spread(sides[2])) +
                                                         List("begin", begin) + List("size", size));
    ExpectOraclesAnswers(sketch.Finish(value, size[2]), random);
  }
}

TEST(Tokens, PaddingIsZeros) {
  for (uint32_t seed = 0; seed < kTokenCases; ++seed) {
    SCOPED_TRACE(seed);
    RandomNumbers random(5000 + seed);
    Sketch sketch(seed, random.Int(1, 9), random.Int(1, 9));
    const std::string value = sketch.Append(
        "pad", Named("input", sketch.Spread(4)) +
                   List("padding",
                        {random.Int(0, 3), random.Int(0, 3), random.Int(0, 3), random.Int(0, 3)}));
    ExpectOraclesAnswers(sketch.Finish(value, 4), random);
  }
}

TEST(Tokens, ConcatAlongEachAxisIsTheOracles) {
  for (uint32_t seed = 0; seed < kTokenCases; ++seed) {
    SCOPED_TRACE(seed);
    RandomNumbers random(6000 + seed);
    const uint32_t height = random.Int(1, 5), width = random.Int(1, 5), channels = 4;
    const uint32_t axis = random.Int(1, 2), count = random.Int(2, 7);
    Sketch sketch(seed, height, width);
    std::vector<std::string> parts;
    for (uint32_t i = 0; i < count; ++i) {
      std::string part = sketch.Spread(channels);
      std::vector<uint32_t> size{height, width, channels};
      size[axis - 1] = random.Int(1, size[axis - 1]);
      parts.push_back(sketch.Append(
          "slice", Named("input", part) + List("begin", {0, 0, 0}) + List("size", size)));
    }
    const std::string value =
        sketch.Append("concat", Inputs(parts) + ", \"axis\": " + std::to_string(axis));
    ExpectOraclesAnswers(sketch.Finish(value, channels), random);
  }
}

}  // namespace
}  // namespace glance::test
