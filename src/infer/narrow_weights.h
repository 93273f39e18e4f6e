// Chooses faster int8 kernels for networks whose weights are narrow. Most x86 processors have no
// instruction that sums four 8-bit products. AVX2, and relaxed SIMD through it, has one that sums
// two in int16 and saturates. With activations of 0..255 (their zero point is moved by 128) two
// products fit when every weight lies within -64..64. XNNPACK does not look at the weights and uses
// kernels of half the speed; where all weights are narrow, third_party/xnnpack/narrow_gemm.c
// (WebAssembly) or narrow_gemm_avx2.c (natively) runs instead.
#pragma once

#include <vector>

#include "model/model.h"
#include "model/shapes.h"

namespace glance {

// What tools/convert/quantize makes the largest of a channel's weights.
constexpr int kLargestNarrowWeight = 64;

// True when every int8 weight that a matrix kernel multiplies with int8 values lies within
// -kLargestNarrowWeight..kLargestNarrowWeight. `shapes`: of the model's values, from InferShapes.
bool HasNarrowWeights(const Model& model, const std::vector<ValueShape>& shapes);

// While an object made with `narrow` exists, XNNPACK creates int8 convolutions with our kernels,
// where those are exact on this processor and XNNPACK has no better ones. Has an effect in
// WebAssembly with relaxed SIMD, and natively on processors with AVX2 and no VNNI; on this thread
// only.
class NarrowWeightsScope {
 public:
  explicit NarrowWeightsScope(bool narrow);
  ~NarrowWeightsScope();
  NarrowWeightsScope(const NarrowWeightsScope&) = delete;
  NarrowWeightsScope& operator=(const NarrowWeightsScope&) = delete;
};

}  // namespace glance
