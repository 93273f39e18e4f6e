// Which networks get the kernels for narrow weights, and that they get them.
#include "infer/narrow_weights.h"

#include <gtest/gtest.h>

#include <vector>

#include "infer/int8_layer.h"
#include "infer/run_network.h"
#include "support/expect_error.h"

#if defined(__wasm_relaxed_simd__) || defined(__x86_64__)
#define GLANCE_HAS_NARROW_GEMM
#include "third_party/xnnpack/narrow_gemm.h"
#include "xnnpack/hardware-config.h"
#endif

namespace glance::test {
namespace {

bool IsNarrow(const Result<Model>& model) {
  EXPECT_TRUE(model) << ErrorOf(model);
  const auto& size = model->preprocess;
  const auto shapes = InferShapes(*model, static_cast<uint32_t>(size.crop_height_px),
                                  static_cast<uint32_t>(size.crop_width_px));
  EXPECT_TRUE(shapes) << ErrorOf(shapes);
  return HasNarrowWeights(*model, *shapes);
}

bool IsNarrow(const Int8Layer& layer) { return IsNarrow(MakeInt8Network(layer, 1).model); }

Int8Layer Conv2dUpTo(int largest) {
  return {.op = "conv2d", .inputs = 9, .weight_shape = {9, 1, 1, 9}, .largest = largest};
}

Int8Layer DepthwiseUpTo(int largest, uint32_t side, uint32_t outputs) {
  return {.op = "depthwise_conv2d",
          .height_px = 9,
          .width_px = 9,
          .inputs = 9,
          .weight_shape = {1, side, side, outputs},
          .largest = largest};
}

TEST(NarrowWeights, AreThoseWithin64OfConvolutions) {
  EXPECT_TRUE(IsNarrow(Conv2dUpTo(64)));
  EXPECT_FALSE(IsNarrow(Conv2dUpTo(65)));
}

TEST(NarrowWeights, OfDepthwiseMatterOnlyWhereMatrixKernelsComputeThem) {
  EXPECT_TRUE(IsNarrow(DepthwiseUpTo(127, 3, 9)));
  EXPECT_TRUE(IsNarrow(DepthwiseUpTo(127, 5, 9)));
  EXPECT_FALSE(IsNarrow(DepthwiseUpTo(127, 7, 9)));
  EXPECT_FALSE(IsNarrow(DepthwiseUpTo(127, 3, 18)));
  EXPECT_TRUE(IsNarrow(DepthwiseUpTo(64, 7, 9)));
}

TEST(NarrowWeights, OfDenseMatterOnlyForInt8Values) {
  const Int8Layer int8{.op = "dense", .inputs = 9, .weight_shape = {9, 9}, .largest = 65};
  EXPECT_FALSE(IsNarrow(int8));
  Sketch sketch(1, 1, 1);
  const std::string value = sketch.Append(
      "dense", Named("input", sketch.Spread(3)) +
                   ", \"weight\": " + sketch.Tensor({2, 3}, {127, 127, 1, 2, -127, 3}, "I8") +
                   ", \"weight_scale\": " + sketch.Tensor({2}, {1, 1}, "F32"));
  EXPECT_TRUE(IsNarrow(sketch.Finish(value, 2)));
}

#ifdef GLANCE_HAS_NARROW_GEMM
TEST(NarrowWeights, TakeKernelsOfTheirOwnWhileTheScopeLasts) {
  const auto* others = glance_qs8_qc8w_gemm_config();
  {
    const NarrowWeightsScope wide(false);
    EXPECT_EQ(glance_qs8_qc8w_gemm_config(), others);
  }
  bool differ = false;
  {
    const NarrowWeightsScope narrow(true);
    differ = glance_qs8_qc8w_gemm_config() != others;
  }
  EXPECT_EQ(glance_qs8_qc8w_gemm_config(), others);
  if (!differ) GTEST_SKIP() << "this processor has better instructions, or other ones";
}
#endif

#ifdef __wasm_relaxed_simd__
// As what XNNPACK found by the value of products, this engine has an instruction that sums four.
class OneInstruction {
 public:
  explicit OneInstruction(bool sums_four) : found_(*Found()) {
    Found()->use_wasm_sdot = false;
    Found()->use_wasm_usdot = sums_four;
  }
  ~OneInstruction() { *Found() = found_; }
  OneInstruction(const OneInstruction&) = delete;
  OneInstruction& operator=(const OneInstruction&) = delete;

 private:
  static xnn_hardware_config* Found() {
    return const_cast<xnn_hardware_config*>(xnn_init_hardware_config());
  }
  xnn_hardware_config found_;
};

bool TakesKernelsOfItsOwn() {
  const auto* others = glance_qs8_qc8w_gemm_config();
  const NarrowWeightsScope narrow(true);
  return glance_qs8_qc8w_gemm_config() != others;
}

TEST(NarrowWeights, AreForEnginesWithoutAnInstructionThatSumsFourProducts) {
  glance_qs8_qc8w_gemm_config();  // XNNPACK chooses once: before it is told otherwise
  {
    const OneInstruction has(true);
    EXPECT_FALSE(TakesKernelsOfItsOwn());
  }
  const OneInstruction has_not(false);
  if (!TakesKernelsOfItsOwn()) GTEST_SKIP() << "this engine saturates, or takes values as signed";
  // The kernels are exact too where the engine has such an instruction.
  const Int8Network made = MakeInt8Network(Conv2dUpTo(64), 1);
  auto network = Network::Create(*made.model, OwnSize(*made.model));
  ASSERT_TRUE(network) << ErrorOf(network);
  LogitsOf(*network, made.image);
  EXPECT_EQ(Copy(network->features()), WantedFeatures(*made.model, made.steps));
}
#endif

}  // namespace
}  // namespace glance::test
