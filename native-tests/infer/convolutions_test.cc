// Convolutions and dense layers of random shapes and attributes against the oracle.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "infer/against_oracle.h"
#include "infer/random_windows.h"
#include "infer/sketch.h"

namespace glance::test {
namespace {

constexpr uint32_t kConvolutionCases = 60;

std::string MaybeBias(Sketch& sketch, uint32_t channels) {
  return sketch.random.Bool() ? ", \"bias\": " + sketch.Tensor({channels}) : "";
}

TEST(Convolutions, Conv2dIsTheOracles) {
  for (uint32_t seed = 0; seed < kConvolutionCases; ++seed) {
    SCOPED_TRACE(seed);
    RandomNumbers random(seed);
    const RandomWindows windows(random);
    const uint32_t groups = random.Bool() ? 1 : random.Int(2, 5);
    const uint32_t inputs = groups * random.Int(1, 9), outputs = groups * random.Int(1, 9);
    Sketch sketch(seed, windows.height_px, windows.width_px);
    const std::string weight =
        sketch.Tensor({outputs, windows.kernel_height, windows.kernel_width, inputs / groups});
    const std::string value = sketch.Append(
        "conv2d", Named("input", sketch.Spread(inputs)) + ", \"weight\": " + weight +
                      MaybeBias(sketch, outputs) + ", \"groups\": " + std::to_string(groups) +
                      ", " + windows.json + MaybeClamp(random));
    ExpectOraclesAnswers(sketch.Finish(value, outputs), random);
  }
}

TEST(Convolutions, DepthwiseIsTheOracles) {
  for (uint32_t seed = 0; seed < kConvolutionCases; ++seed) {
    SCOPED_TRACE(seed);
    RandomNumbers random(1000 + seed);
    const RandomWindows windows(random);
    const uint32_t inputs = random.Int(1, 20), outputs = inputs * random.Int(1, 3);
    Sketch sketch(seed, windows.height_px, windows.width_px);
    const std::string weight =
        sketch.Tensor({1, windows.kernel_height, windows.kernel_width, outputs});
    const std::string value =
        sketch.Append("depthwise_conv2d",
                      Named("input", sketch.Spread(inputs)) + ", \"weight\": " + weight +
                          MaybeBias(sketch, outputs) + ", " + windows.json + MaybeClamp(random));
    ExpectOraclesAnswers(sketch.Finish(value, outputs), random);
  }
}

// Kernels with more taps than any of the backend's own depthwise kernels has.
TEST(Convolutions, LargeDepthwiseKernelsAreTheOracles) {
  for (const uint32_t side : {6u, 7u, 9u, 13u}) {
    SCOPED_TRACE(side);
    RandomNumbers random(side);
    Sketch sketch(side, 14, 15);
    const std::string value = sketch.Append(
        "depthwise_conv2d", Named("input", sketch.Spread(11)) + ", \"weight\": " +
                                sketch.Tensor({1, side, side, 11}) + R"(, "padding": "same")");
    ExpectOraclesAnswers(sketch.Finish(value, 11), random);
  }
}

TEST(Convolutions, DenseIsTheOracles) {
  for (uint32_t seed = 0; seed < kConvolutionCases; ++seed) {
    SCOPED_TRACE(seed);
    RandomNumbers random(2000 + seed);
    Sketch sketch(seed, 1, 1);
    const uint32_t inputs = random.Int(1, 70), outputs = random.Int(1, 40);
    const std::string weight = sketch.Tensor({outputs, inputs});
    const std::string value =
        sketch.Append("dense", Named("input", sketch.Spread(inputs)) + ", \"weight\": " + weight +
                                   MaybeBias(sketch, outputs) + MaybeClamp(random));
    ExpectOraclesAnswers(sketch.Finish(value, outputs), random);
  }
}

}  // namespace
}  // namespace glance::test
