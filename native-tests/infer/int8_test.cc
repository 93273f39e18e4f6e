// int8 layers of random shapes and attributes, bit by bit. Natively and in plain SIMD the kernels
// are XNNPACK's; in relaxed SIMD those of third_party/xnnpack/narrow_gemm.c where all weights lie
// within -64..64. Were they taken for others, products of extremes would not fit their int16 and
// these tests would fail.
#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

#include "infer/int8_layer.h"
#include "infer/random_windows.h"
#include "infer/run_network.h"

namespace glance::test {
namespace {

constexpr uint32_t kInt8Cases = 60;

void ExpectExact(const Int8Layer& layer, uint32_t seed) {
  const Int8Network made = MakeInt8Network(layer, seed);
  ASSERT_TRUE(made.model) << ErrorOf(made.model);
  auto network = Network::Create(*made.model, OwnSize(*made.model));
  ASSERT_TRUE(network) << ErrorOf(network);
  LogitsOf(*network, made.image);
  EXPECT_EQ(Copy(network->features()), WantedFeatures(*made.model, made.steps));
}

void ExpectConv2dExact(int largest) {
  for (uint32_t seed = 0; seed < kInt8Cases; ++seed) {
    SCOPED_TRACE(seed);
    RandomNumbers random(seed);
    const RandomWindows windows(random);
    const uint32_t groups = random.Bool() ? 1 : random.Int(2, 3);
    const uint32_t depth = random.Int(1, 35), outputs = groups * random.Int(1, 11);
    ExpectExact({.op = "conv2d",
                 .height_px = windows.height_px,
                 .width_px = windows.width_px,
                 .inputs = groups * depth,
                 .weight_shape = {outputs, windows.kernel_height, windows.kernel_width, depth},
                 .attributes = ", \"groups\": " + std::to_string(groups) + ", " + windows.json +
                               MaybeClamp(random),
                 .largest = largest,
                 .only_extremes = seed % 4 == 0},
                seed);
  }
}

void ExpectPointwiseExact(int largest) {
  for (uint32_t seed = 0; seed < kInt8Cases; ++seed) {
    SCOPED_TRACE(seed);
    RandomNumbers random(1000 + seed);
    const uint32_t height_px = random.Int(1, 4), width_px = random.Int(1, 5);
    const uint32_t inputs = random.Int(1, 90), outputs = random.Int(1, 21);
    ExpectExact({.op = "conv2d",
                 .height_px = height_px,
                 .width_px = width_px,
                 .inputs = inputs,
                 .weight_shape = {outputs, 1, 1, inputs},
                 .attributes = MaybeClamp(random),
                 .largest = largest,
                 .only_extremes = seed % 4 == 0},
                seed);
  }
}

void ExpectDepthwiseExact(int largest) {
  for (uint32_t seed = 0; seed < kInt8Cases; ++seed) {
    SCOPED_TRACE(seed);
    RandomNumbers random(2000 + seed);
    const RandomWindows windows(random);
    const uint32_t inputs = random.Int(1, 20), outputs = inputs * random.Int(1, 3);
    ExpectExact({.op = "depthwise_conv2d",
                 .height_px = windows.height_px,
                 .width_px = windows.width_px,
                 .inputs = inputs,
                 .weight_shape = {1, windows.kernel_height, windows.kernel_width, outputs},
                 .attributes = ", " + windows.json + MaybeClamp(random),
                 .largest = largest,
                 .only_extremes = seed % 4 == 0},
                seed);
  }
}

void ExpectDenseExact(int largest) {
  for (uint32_t seed = 0; seed < kInt8Cases; ++seed) {
    SCOPED_TRACE(seed);
    RandomNumbers random(3000 + seed);
    const uint32_t inputs = random.Int(1, 90), outputs = random.Int(1, 40);
    ExpectExact({.op = "dense",
                 .inputs = inputs,
                 .weight_shape = {outputs, inputs},
                 .attributes = MaybeClamp(random),
                 .largest = largest,
                 .only_extremes = seed % 4 == 0},
                seed);
  }
}

TEST(Int8, Conv2dOfNarrowWeightsIsExact) { ExpectConv2dExact(64); }
TEST(Int8, Conv2dOfWideWeightsIsExact) { ExpectConv2dExact(127); }
TEST(Int8, PointwiseOfNarrowWeightsIsExact) { ExpectPointwiseExact(64); }
TEST(Int8, PointwiseOfWideWeightsIsExact) { ExpectPointwiseExact(127); }
TEST(Int8, DepthwiseOfNarrowWeightsIsExact) { ExpectDepthwiseExact(64); }
TEST(Int8, DepthwiseOfWideWeightsIsExact) { ExpectDepthwiseExact(127); }
TEST(Int8, DenseOfNarrowWeightsIsExact) { ExpectDenseExact(64); }
TEST(Int8, DenseOfWideWeightsIsExact) { ExpectDenseExact(127); }

}  // namespace
}  // namespace glance::test
