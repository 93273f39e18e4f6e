// Convolutions that third_party/xnnpack/winograd.c computes: bit by bit what XNNPACK's kernels and
// the oracle compute, in every shape. Natively it needs AVX2; without it both ways are XNNPACK's.
#include "third_party/xnnpack/winograd.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "infer/int8_layer.h"
#include "infer/run_network.h"

namespace glance::test {
namespace {

// Uses Winograd's operator wherever it is exact, or nowhere, while it exists.
class WinogradUse {
 public:
  explicit WinogradUse(glance_winograd_use use) { glance_set_winograd_use(use); }
  ~WinogradUse() { glance_set_winograd_use(glance_winograd_faster); }
  WinogradUse(const WinogradUse&) = delete;
  WinogradUse& operator=(const WinogradUse&) = delete;
};

std::vector<float> FeaturesOf(const Int8Network& made, glance_winograd_use use, int threads) {
  const WinogradUse scope(use);
  auto network = Network::Create(*made.model, OwnSize(*made.model, threads));
  EXPECT_TRUE(network) << ErrorOf(network);
  if (!network) return {};
  LogitsOf(*network, made.image);
  return Copy(network->features());
}

// Computes the layer by Winograd with `threads`, by XNNPACK, and, where scales are powers of two,
// by the oracle.
void ExpectSameBits(const Int8Layer& layer, uint32_t seed, int threads = 1) {
  const Int8Network made = MakeInt8Network(layer, seed);
  ASSERT_TRUE(made.model) << ErrorOf(made.model);
  const std::vector<float> direct = FeaturesOf(made, glance_winograd_never, 1);
  EXPECT_EQ(FeaturesOf(made, glance_winograd_exact, threads), direct);
  if (!layer.any_scales) {
    EXPECT_EQ(WantedFeatures(*made.model, made.steps), direct);
  }
}

Int8Layer Conv3x3(uint32_t height_px, uint32_t width_px, uint32_t inputs, uint32_t outputs) {
  return {.op = "conv2d",
          .height_px = height_px,
          .width_px = width_px,
          .inputs = inputs,
          .weight_shape = {outputs, 3, 3, inputs},
          .attributes = R"(, "padding": "same")"};
}

// Tiles are 4 x 4, in groups of four: all that can be left over at an edge.
TEST(Winograd, EverySizeIsExact) {
  uint32_t seed = 0;
  for (uint32_t height_px = 1; height_px <= 9; ++height_px) {
    for (uint32_t width_px = 1; width_px <= 9; ++width_px) {
      SCOPED_TRACE(std::to_string(height_px) + " x " + std::to_string(width_px));
      Int8Layer layer = Conv3x3(height_px, width_px, 8, 16);
      layer.only_extremes = seed % 4 == 0;
      ExpectSameBits(layer, seed++);
    }
  }
}

TEST(Winograd, EveryPaddingAndClampIsExact) {
  for (uint32_t seed = 0; seed < 40; ++seed) {
    SCOPED_TRACE(seed);
    RandomNumbers random(seed);
    Int8Layer layer =
        Conv3x3(random.Int(3, 12), random.Int(3, 12), 8 * random.Int(1, 6), 16 * random.Int(1, 3));
    layer.attributes = ", \"padding\": [" + std::to_string(random.Int(0, 3)) + ", " +
                       std::to_string(random.Int(0, 3)) + ", " + std::to_string(random.Int(0, 3)) +
                       ", " + std::to_string(random.Int(0, 3)) + "]" + MaybeClamp(random);
    layer.any_scales = random.Bool();
    ExpectSameBits(layer, seed);
  }
}

TEST(Winograd, OtherChannelsAreLeftToTheBackend) {
  for (const uint32_t inputs : {1, 7, 9, 12}) ExpectSameBits(Conv3x3(5, 5, inputs, 16), inputs);
  for (const uint32_t outputs : {1, 8, 15, 17}) ExpectSameBits(Conv3x3(5, 5, 8, outputs), outputs);
}

// Few tiles are divided by output channels, many by blocks of tiles.
TEST(Winograd, ThreadsChangeNothing) {
  for (const int threads : {2, 3}) {
    SCOPED_TRACE(threads);
    ExpectSameBits(Conv3x3(13, 7, 16, 64), 1, threads);
    ExpectSameBits(Conv3x3(61, 50, 8, 32), 2, threads);
  }
}

// The largest sum of |weight| that 2^18 allows, with all products of one sign, and the next one
// that our 8 channels allow: computed by Winograd it would wrap.
TEST(Winograd, SumsAreExactUpToTheBoundAndBeyond) {
  for (const uint32_t inputs : {224, 232}) {
    Int8Layer layer = Conv3x3(4, 4, inputs, 16);
    layer.only_lowest = true;
    ExpectSameBits(layer, inputs);
  }
}

// Layers that it is chosen for.
TEST(Winograd, IsExactWhereItIsFaster) {
  for (uint32_t seed = 0; seed < 3; ++seed) {
    SCOPED_TRACE(seed);
    Int8Layer layer = Conv3x3(14 + seed, 14, 64, 64);
    layer.any_scales = true;
    const Int8Network made = MakeInt8Network(layer, seed);
    EXPECT_EQ(FeaturesOf(made, glance_winograd_faster, 1),
              FeaturesOf(made, glance_winograd_never, 1));
  }
}

}  // namespace
}  // namespace glance::test
