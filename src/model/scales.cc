#include "model/scales.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <variant>

#include "base/error_codes.h"

namespace glance {
namespace {

Result<void> CheckWeightScales(const Tensor& tensor) {
  if (tensor.type != DataType::kFloat32) {
    return Fail(error_code::kModelBadType, {"tensor '", tensor.name, "' of scales is not F32"});
  }
  const auto scales = tensor.Floats();
  const bool positive = std::all_of(scales.begin(), scales.end(),
                                    [](float scale) { return std::isnormal(scale) && scale > 0; });
  if (positive) return {};
  return Fail(error_code::kModelBadValue, {"tensor '", tensor.name, "' has a scale not above 0"});
}

// The bounds of XNNPACK's fixed-point arithmetic, which it does not check itself.
constexpr float kMost = 0x1p8f;
constexpr float kSumLeast = 0x1p-10f;
constexpr float kProductLeast = 0x1p-16f;

bool Within(float ratio, float least) { return ratio >= least && ratio < kMost; }

// One function a kind of operation that has scales.
class ScaleCheck {
 public:
  ScaleCheck(const Model& model, ValueId output) : model_(model), output_(output) {}

  Result<void> operator()(const Conv2d& conv) const { return OfWeight(conv.weight_scale); }
  Result<void> operator()(const DepthwiseConv2d& conv) const { return OfWeight(conv.weight_scale); }
  Result<void> operator()(const Dense& dense) const { return OfWeight(dense.weight_scale); }

  Result<void> operator()(const Binary& binary) const {
    if (!model_.graph.quantization.contains(output_)) return {};
    const float a = ScaleOf(binary.a);
    const float b = ScaleOf(binary.b);
    const float output = ScaleOf(output_);
    const bool fits = binary.kind == BinaryKind::kAdd
                          ? Within(a / output, kSumLeast) && Within(b / output, kSumLeast)
                          : Within(a * b / output, kProductLeast);
    if (fits) return {};
    return Fail(error_code::kModelBadValue,
                {"the scales of the inputs and output of '", model_.graph.value_names[output_],
                 "' are too far apart"});
  }

  template <typename Other>
  Result<void> operator()(const Other&) const {
    return {};
  }

 private:
  float ScaleOf(ValueId id) const { return model_.graph.quantization.at(id).scale; }

  Result<void> OfWeight(TensorId scales) const {
    return scales == kNone ? Result<void>() : CheckWeightScales(model_.tensors[scales]);
  }

  const Model& model_;
  ValueId output_;
};

}  // namespace

Result<void> CheckScales(const Model& model) {
  for (const Operation& operation : model.graph.operations) {
    TRY(std::visit(ScaleCheck(model, operation.output), operation.kind));
  }
  return {};
}

}  // namespace glance
