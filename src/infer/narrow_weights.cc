#include "infer/narrow_weights.h"

#include <algorithm>
#include <span>
#include <variant>

#if defined(__wasm_relaxed_simd__) || defined(__x86_64__)
#define GLANCE_HAS_NARROW_GEMM
#include "third_party/xnnpack/narrow_gemm.h"
#endif

namespace glance {
namespace {

// The largest window that XNNPACK has a depthwise kernel for; larger ones, and several outputs of
// an input, it computes by its matrix kernels.
constexpr uint32_t kMaxDepthwiseTaps = 25;

bool IsNarrow(const Tensor& weight) {
  if (weight.type != DataType::kInt8) return true;
  return std::ranges::all_of(weight.Int8s(), [](int8_t stored) {
    return stored >= -kLargestNarrowWeight && stored <= kLargestNarrowWeight;
  });
}

struct UsesNarrowWeights {
  const Model& model;
  const std::vector<ValueShape>& shapes;

  bool operator()(const Conv2d& conv) const { return IsNarrow(model.tensors[conv.weights.weight]); }
  bool operator()(const DepthwiseConv2d& conv) const {
    const Tensor& weight = model.tensors[conv.weights.weight];  // (1, kh, kw, C * multiplier)
    const bool has_kernel = weight.shape[3] == shapes[conv.input].channels &&
                            weight.shape[1] * weight.shape[2] <= kMaxDepthwiseTaps;
    return has_kernel || IsNarrow(weight);
  }
  bool operator()(const Dense& dense) const {
    const bool reads_int8 = model.graph.quantization.contains(dense.input);
    return !reads_int8 || IsNarrow(model.tensors[dense.weights.weight]);
  }
  bool operator()(const auto&) const { return true; }
};

#ifdef GLANCE_HAS_NARROW_GEMM
void UseNarrowGemm(bool narrow) { glance_use_narrow_gemm(narrow); }
#else
void UseNarrowGemm(bool /*narrow*/) {}
#endif

}  // namespace

bool HasNarrowWeights(const Model& model, const std::vector<ValueShape>& shapes) {
  return std::ranges::all_of(model.graph.operations, [&](const Operation& operation) {
    return std::visit(UsesNarrowWeights{model, shapes}, operation.kind);
  });
}

NarrowWeightsScope::NarrowWeightsScope(bool narrow) { UseNarrowGemm(narrow); }
NarrowWeightsScope::~NarrowWeightsScope() { UseNarrowGemm(false); }

}  // namespace glance
