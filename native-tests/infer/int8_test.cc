// int8 layers of random shapes and attributes, bit by bit, on this processor and those that
// older_processors_test.cc stands for. Some kernels are ours (third_party/xnnpack/): for depthwise
// windows in WebAssembly and from AVX2 on, and for matrices whose weights all lie within -64..64
// with relaxed SIMD and with AVX2. Were the latter taken for other weights, products of extremes
// would not fit their int16 and these tests would fail.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
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

// Rows of every length around what a kernel computes at once: windows that lie side by side share
// columns (stride 1) or not, and long rows are computed in parts.
void ExpectDepthwiseRowsExact(uint32_t side, uint32_t stride) {
  uint32_t seed = 0;
  for (const uint32_t width_px : {1, 2, 3, 4, 5, 6, 7, 8, 9, 13, 99, 169, 170, 171, 340}) {
    for (const uint32_t channels : {1, 3, 8, 12, 16, 23, 32, 35}) {
      SCOPED_TRACE(std::to_string(width_px) + " pixels of " + std::to_string(channels));
      ExpectExact({.op = "depthwise_conv2d",
                   .height_px = 3,
                   .width_px = width_px,
                   .inputs = channels,
                   .weight_shape = {1, side, side, channels},
                   .attributes = ", " + Pair("stride", stride, stride) + R"(, "padding": "same")",
                   .only_extremes = seed % 4 == 0},
                  seed);
      ++seed;
    }
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

// Deeper windows than a kernel takes at once, in pieces that no pixel ends with.
TEST(Int8, DeepWindowsAreExact) {
  for (const uint32_t side : {1, 3, 5}) {
    SCOPED_TRACE(side);
    const uint32_t inputs = 2350 / (side * side) + 1;
    ExpectExact({.op = "conv2d",
                 .height_px = side == 1 ? 1U : 3U,
                 .width_px = side == 1 ? 1U : 5U,
                 .inputs = inputs,
                 .weight_shape = {27, side, side, inputs},
                 .attributes = R"(, "padding": "same")",
                 .largest = 64,
                 .only_extremes = true},
                side);
  }
}

// Where an image is as narrow as a window, pixels that no padding separates lie side by side
// across its rows.
TEST(Int8, ImagesAsNarrowAsTheWindowAreExact) {
  for (const uint32_t side : {3, 5, 7}) {
    for (const uint32_t inputs : {1, 2, 3, 4, 5, 64}) {
      SCOPED_TRACE(std::to_string(side) + " pixels of " + std::to_string(inputs));
      ExpectExact({.op = "conv2d",
                   .height_px = 9,
                   .width_px = side,
                   .inputs = inputs,
                   .weight_shape = {8, side, side, inputs},
                   .attributes = R"(, "padding": "same")",
                   .largest = 64},
                  inputs);
    }
  }
}

TEST(Int8, Conv2dOfNarrowWeightsIsExact) { ExpectConv2dExact(64); }
TEST(Int8, Conv2dOfWideWeightsIsExact) { ExpectConv2dExact(127); }
TEST(Int8, PointwiseOfNarrowWeightsIsExact) { ExpectPointwiseExact(64); }
TEST(Int8, PointwiseOfWideWeightsIsExact) { ExpectPointwiseExact(127); }
TEST(Int8, DepthwiseOfNarrowWeightsIsExact) { ExpectDepthwiseExact(64); }
TEST(Int8, DepthwiseOfWideWeightsIsExact) { ExpectDepthwiseExact(127); }
TEST(Int8, DepthwiseRowsOfThreeByThreeAreExact) { ExpectDepthwiseRowsExact(3, 1); }
TEST(Int8, DepthwiseRowsOfFiveByFiveAreExact) { ExpectDepthwiseRowsExact(5, 1); }
TEST(Int8, DepthwiseRowsOfStrideTwoAreExact) {
  ExpectDepthwiseRowsExact(3, 2);
  ExpectDepthwiseRowsExact(5, 2);
}
TEST(Int8, DenseOfNarrowWeightsIsExact) { ExpectDenseExact(64); }
TEST(Int8, DenseOfWideWeightsIsExact) { ExpectDenseExact(127); }

}  // namespace
}  // namespace glance::test
