// int8 convolutions on processors that have no instruction for sums of four products of eight bits,
// which are most of those with x86: relaxed SIMD gives them the sum of two, in int16, which
// saturates. With activations of 0..255 (their zero point is moved by 128) two products fit when no
// weight lies outside -64..64; XNNPACK cannot know, and takes kernels of half the speed. Where all
// weights of a network are so narrow, ours (narrow_gemm.c) are used.
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

// While one with `narrow` exists, XNNPACK makes its int8 convolutions with the kernels for narrow
// weights, where they are exact on this processor and it has no better ones. Does nothing but in
// WebAssembly with relaxed SIMD.
class NarrowWeightsScope {
 public:
  explicit NarrowWeightsScope(bool narrow);
  ~NarrowWeightsScope();
  NarrowWeightsScope(const NarrowWeightsScope&) = delete;
  NarrowWeightsScope& operator=(const NarrowWeightsScope&) = delete;
};

}  // namespace glance
