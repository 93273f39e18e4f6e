// Pools of random shapes and attributes against the oracle.
#include <gtest/gtest.h>

#include <string>

#include "infer/against_oracle.h"
#include "infer/sketch.h"

namespace glance::test {
namespace {

constexpr uint32_t kPoolCases = 80;

// Along one axis: padding is smaller than the window, so that no window lies in it alone.
struct RandomAxis {
  uint32_t kernel, stride, dilation, before, after, size;

  RandomAxis(RandomNumbers& random, uint32_t max_dilation)
      : kernel(random.Int(1, 4)), stride(random.Int(1, 5)), dilation(random.Int(1, max_dilation)) {
    const uint32_t span = (kernel - 1) * dilation + 1;
    before = random.Int(0, span - 1);
    after = random.Int(0, span - 1);
    size = random.Int(dilation, 10);
    while (size + before + after < span) ++size;
  }
};

std::string PoolJson(const RandomAxis& rows, const RandomAxis& columns, RandomNumbers& random) {
  std::string json = Pair("kernel", rows.kernel, columns.kernel) + ", " +
                     Pair("stride", rows.stride, columns.stride);
  const std::string sides[] = {std::to_string(rows.before), std::to_string(columns.after),
                               std::to_string(rows.after), std::to_string(columns.before)};
  json += random.Int(0, 3) == 0 ? R"(, "padding": "same")"
                                : ", \"padding\": [" + sides[0] + ", " + sides[1] + ", " +
                                      sides[2] + ", " + sides[3] + "]";
  if (random.Bool()) json += R"(, "ceil_mode": true)";
  return json + MaybeClamp(random);
}

TEST(Pools, MaxPoolIsTheOracles) {
  for (uint32_t seed = 0; seed < kPoolCases; ++seed) {
    SCOPED_TRACE(seed);
    RandomNumbers random(seed);
    const RandomAxis rows(random, 3), columns(random, 3);
    Sketch sketch(seed, rows.size, columns.size);
    const uint32_t channels = random.Int(1, 20);
    const std::string value =
        sketch.Append("max_pool", Named("input", sketch.Spread(channels)) + ", " +
                                      Pair("dilation", rows.dilation, columns.dilation) + ", " +
                                      PoolJson(rows, columns, random));
    ExpectOraclesAnswers(sketch.Finish(value, channels), random);
  }
}

TEST(Pools, AveragePoolIsTheOracles) {
  for (uint32_t seed = 0; seed < kPoolCases; ++seed) {
    SCOPED_TRACE(seed);
    RandomNumbers random(1000 + seed);
    const RandomAxis rows(random, 1), columns(random, 1);
    Sketch sketch(seed, rows.size, columns.size);
    const uint32_t channels = random.Int(1, 20);
    const std::string count = random.Bool() ? R"(, "count_padding": true)" : "";
    const std::string value =
        sketch.Append("average_pool", Named("input", sketch.Spread(channels)) + ", " +
                                          PoolJson(rows, columns, random) + count);
    ExpectOraclesAnswers(sketch.Finish(value, channels), random);
  }
}

TEST(Pools, GlobalAveragePoolIsTheOracles) {
  for (uint32_t seed = 0; seed < kPoolCases; ++seed) {
    SCOPED_TRACE(seed);
    RandomNumbers random(2000 + seed);
    Sketch sketch(seed, random.Int(1, 20), random.Int(1, 20));
    const uint32_t channels = random.Int(1, 40);
    const std::string value = sketch.Append(
        "global_average_pool", Named("input", sketch.Spread(channels)) + MaybeClamp(random));
    ExpectOraclesAnswers(sketch.Finish(value, channels), random);
  }
}

TEST(Pools, WholeImageMayBeOneWindow) {
  for (const std::string op : {"max_pool", "average_pool"}) {
    RandomNumbers random(3);
    Sketch sketch(3, 31, 17);
    const std::string value =
        sketch.Append(op, Named("input", "image") + ", " + Pair("kernel", 31, 17));
    ExpectOraclesAnswers(sketch.Finish(value, 3), random);
  }
}

}  // namespace
}  // namespace glance::test
