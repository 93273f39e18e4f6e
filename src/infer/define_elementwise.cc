// SubgraphBuilder::Define for elementwise operations without weights, concatenation and softmax.
#include "infer/subgraph_builder.h"

namespace glance {
namespace {

// XNNPACK concatenates at most this many tensors at once.
constexpr size_t kMaxConcat = 5;

xnn_status DefineConcat(xnn_subgraph_t subgraph, uint32_t concat_axis,
                        std::span<const uint32_t> inputs, uint32_t output) {
  const auto axis = static_cast<int32_t>(concat_axis);
  switch (inputs.size()) {
    case 2:
      return xnn_define_concatenate2(subgraph, axis, inputs[0], inputs[1], output, 0);
    case 3:
      return xnn_define_concatenate3(subgraph, axis, inputs[0], inputs[1], inputs[2], output, 0);
    case 4:
      return xnn_define_concatenate4(subgraph, axis, inputs[0], inputs[1], inputs[2], inputs[3],
                                     output, 0);
    default:
      return xnn_define_concatenate5(subgraph, axis, inputs[0], inputs[1], inputs[2], inputs[3],
                                     inputs[4], output, 0);
  }
}

xnn_unary_operator UnaryOperator(UnaryKind kind) {
  switch (kind) {
    case UnaryKind::kSigmoid:
      return xnn_unary_sigmoid;
    case UnaryKind::kGelu:
      return xnn_unary_gelu;
    case UnaryKind::kElu:
      return xnn_unary_elu;
    default:
      return xnn_unary_hardswish;
  }
}

}  // namespace

Result<void> SubgraphBuilder::DefineBinary(xnn_binary_operator kind, XnnId a, XnnId b, XnnId output,
                                           const Clamp& clamp) {
  const xnn_binary_params params{clamp.low, clamp.high};
  return CheckStatus(xnn_define_binary(subgraph_.get(), kind, &params, a, b, output, /*flags=*/0),
                     "xnn_define_binary");
}

Result<void> SubgraphBuilder::DefineClamp(XnnId input, XnnId output, const Clamp& clamp) {
  xnn_unary_params params{};
  params.clamp.min = clamp.low;
  params.clamp.max = clamp.high;
  return CheckStatus(xnn_define_unary(subgraph_.get(), xnn_unary_clamp, &params, input, output,
                                      /*flags=*/0),
                     "xnn_define_unary");
}

Result<void> SubgraphBuilder::Define(const Binary& binary, ValueId output) {
  const auto kind = binary.kind == BinaryKind::kAdd ? xnn_binary_add : xnn_binary_multiply;
  XnnId b = XNN_INVALID_VALUE_ID;
  if (binary.constant == kNone) {
    b = At(binary.b);
  } else {
    const Tensor& constant = model_.tensors[binary.constant];
    const std::vector<size_t> dimensions(constant.shape.begin(), constant.shape.end());
    TRY_ASSIGN(b, DefineConstant(constant.Floats(), dimensions));
  }
  return DefineBinary(kind, At(binary.a), b, At(output), binary.clamp);
}

Result<void> SubgraphBuilder::Define(const Concat& concat, ValueId output) {
  std::vector<XnnId> pending;
  ValueShape joined = shapes_[output];
  const auto along = [axis = concat.axis](ValueShape& shape) -> uint32_t& {
    return axis == 1 ? shape.height : axis == 2 ? shape.width : shape.channels;
  };
  along(joined) = 0;
  for (size_t i = 0; i < concat.inputs.size(); ++i) {
    pending.push_back(At(concat.inputs[i]));
    ValueShape part = shapes_[concat.inputs[i]];
    along(joined) += along(part);
    const bool is_last = i + 1 == concat.inputs.size();
    if (pending.size() < kMaxConcat && !is_last) continue;
    XnnId target = At(output);
    if (!is_last) {
      TRY_ASSIGN(target, DefineTemporary(joined, QuantizationOf(output)));
    }
    TRY(CheckStatus(DefineConcat(subgraph_.get(), concat.axis, pending, target),
                    "xnn_define_concatenate"));
    pending = {target};
  }
  return {};
}

Result<void> SubgraphBuilder::Define(const Unary& unary, ValueId output) {
  if (unary.kind == UnaryKind::kClamp) {
    return DefineClamp(At(unary.input), At(output), unary.clamp);
  }
  if (unary.kind == UnaryKind::kL2Normalize) return DefineL2Normalize(unary, output);
  if (unary.kind == UnaryKind::kHardSigmoid) return DefineHardSigmoid(At(unary.input), output);
  if (unary.kind == UnaryKind::kPower) return DefinePower(unary, output);
  if (unary.kind == UnaryKind::kSoftmax) {
    return CheckStatus(
        xnn_define_softmax(subgraph_.get(), At(unary.input), At(output), /*flags=*/0),
        "xnn_define_softmax");
  }
  xnn_unary_params params{};
  params.elu.alpha = unary.parameter;
  return CheckStatus(xnn_define_unary(subgraph_.get(), UnaryOperator(unary.kind), &params,
                                      At(unary.input), At(output), /*flags=*/0),
                     "xnn_define_unary");
}

Result<void> SubgraphBuilder::Define(const Convert& convert, ValueId output) {
  return CheckStatus(xnn_define_unary(subgraph_.get(), xnn_unary_convert, nullptr,
                                      At(convert.input), At(output), /*flags=*/0),
                     "xnn_define_unary");
}

// XNNPACK has no hard sigmoid: min(max(x + 3, 0), 6) * (1 / 6).
Result<void> SubgraphBuilder::DefineHardSigmoid(XnnId input, ValueId output) {
  constexpr float kThree = 3.0f;
  constexpr float kSixth = 1.0f / 6.0f;
  TRY_ASSIGN(const XnnId three, DefineConstant({&kThree, 1}));
  TRY_ASSIGN(const XnnId sixth, DefineConstant({&kSixth, 1}));
  TRY_ASSIGN(const XnnId bounded, DefineTemporary(shapes_[output]));
  TRY(DefineBinary(xnn_binary_add, input, three, bounded, Clamp{0.0f, 6.0f}));
  return DefineBinary(xnn_binary_multiply, bounded, sixth, At(output), Clamp{});
}

Result<void> SubgraphBuilder::DefinePower(const Unary& power, ValueId output) {
  TRY_ASSIGN(const XnnId exponent, DefineConstant({&power.parameter, 1}));
  return DefineBinary(xnn_binary_pow, At(power.input), exponent, At(output), Clamp{});
}

// XNNPACK has no such operation: x * (1 / sqrt(max(sum of x * x, 1e-24))).
Result<void> SubgraphBuilder::DefineL2Normalize(const Unary& unary, ValueId output) {
  constexpr float kLeastSquare = 1e-24f;
  constexpr size_t kChannelAxis = 3;
  const ValueShape& shape = shapes_[output];
  const ValueShape one_channel{shape.height, shape.width, 1};
  const XnnId input = At(unary.input);
  TRY_ASSIGN(const XnnId squares, DefineTemporary(shape));
  TRY(DefineBinary(xnn_binary_multiply, input, input, squares, Clamp{}));
  TRY_ASSIGN(const XnnId sum, DefineTemporary(one_channel));
  TRY(CheckStatus(xnn_define_static_reduce(subgraph_.get(), xnn_reduce_sum, 1, &kChannelAxis,
                                           squares, sum, XNN_FLAG_KEEP_DIMS),
                  "xnn_define_static_reduce"));
  TRY_ASSIGN(const XnnId bounded, DefineTemporary(one_channel));
  TRY(DefineClamp(sum, bounded, Clamp{.low = kLeastSquare}));
  TRY_ASSIGN(const XnnId scale, DefineTemporary(one_channel));
  TRY(CheckStatus(xnn_define_unary(subgraph_.get(), xnn_unary_reciprocal_square_root, nullptr,
                                   bounded, scale, /*flags=*/0),
                  "xnn_define_unary"));
  return DefineBinary(xnn_binary_multiply, input, scale, At(output), Clamp{});
}

}  // namespace glance
