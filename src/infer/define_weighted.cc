// SubgraphBuilder::Define for operations with weights: convolutions and dense layers. XNNPACK
// applies the clamp in the same operation.
#include <algorithm>
#include <functional>

#include "infer/subgraph_builder.h"
#include "third_party/xnnpack/winograd.h"

namespace glance {

// An int32 bias counts in steps of input scale x weight scale, channel by channel.
Result<SubgraphBuilder::XnnId> SubgraphBuilder::DefineInt32Bias(TensorId bias, TensorId scale,
                                                                ValueId input) {
  TRY_ASSIGN(auto scales, Buffer<float>::CopyOf(model_.tensors[scale].Floats()));
  for (float& step : scales.span()) step *= model_.graph.quantization.at(input).scale;
  TRY_ASSIGN(const XnnId id, DefineChannelwise(bias, scales.data(), 0));
  constants_.push_back(std::move(scales));
  return id;
}

// With int8 weights and float32 values XNNPACK adds the bias before it multiplies by the scale.
Result<SubgraphBuilder::XnnId> SubgraphBuilder::DefineUnscaledBias(TensorId bias, TensorId scale) {
  TRY_ASSIGN(auto values, Buffer<float>::CopyOf(model_.tensors[bias].Floats()));
  const auto scales = model_.tensors[scale].Floats();
  std::ranges::transform(values.span(), scales, values.data(), std::divides<float>());
  return DefineConstant(values.span());
}

Result<SubgraphBuilder::WeightIds> SubgraphBuilder::DefineWeights(const Weights& weights,
                                                                  ValueId input,
                                                                  size_t channel_dimension) {
  WeightIds ids;
  if (weights.scale == kNone) {
    TRY_ASSIGN(ids.weight, DefineFloats(weights.weight));
  } else {
    const float* scales = model_.tensors[weights.scale].Floats().data();
    TRY_ASSIGN(ids.weight, DefineChannelwise(weights.weight, scales, channel_dimension));
  }
  if (weights.bias == kNone) return ids;
  if (model_.tensors[weights.bias].type == DataType::kInt32) {
    TRY_ASSIGN(ids.bias, DefineInt32Bias(weights.bias, weights.scale, input));
  } else if (weights.scale != kNone) {
    TRY_ASSIGN(ids.bias, DefineUnscaledBias(weights.bias, weights.scale));
  } else {
    TRY_ASSIGN(ids.bias, DefineFloats(weights.bias));
  }
  return ids;
}

Result<void> SubgraphBuilder::Define(const Conv2d& conv, ValueId output) {
  const auto& weight = model_.tensors[conv.weights.weight].shape;  // (O, kh, kw, I / groups)
  const HeightWidth kernel{weight[1], weight[2]};
  const ResolvedPadding padding = ResolvePadding(conv.padding, shapes_[conv.input],
                                                 {kernel, conv.stride, conv.dilation}, false);
  TRY_ASSIGN(const WeightIds ids, DefineWeights(conv.weights, conv.input, /*channel_dimension=*/0));
  TRY(CheckStatus(
      xnn_define_convolution_2d(
          subgraph_.get(), padding.top, padding.right, padding.bottom, padding.left, kernel.height,
          kernel.width, conv.stride.height, conv.stride.width, conv.dilation.height,
          conv.dilation.width, conv.groups, /*group_input_channels=*/weight[3],
          /*group_output_channels=*/weight[0] / conv.groups, conv.clamp.low, conv.clamp.high,
          At(conv.input), ids.weight, ids.bias, At(output), /*flags=*/0),
      "xnn_define_convolution_2d"));
  glance_choose_winograd(subgraph_.get());
  return {};
}

Result<void> SubgraphBuilder::Define(const DepthwiseConv2d& conv, ValueId output) {
  const auto& weight = model_.tensors[conv.weights.weight].shape;  // (1, kh, kw, C * multiplier)
  const HeightWidth kernel{weight[1], weight[2]};
  const ValueShape& input = shapes_[conv.input];
  const ResolvedPadding padding =
      ResolvePadding(conv.padding, input, {kernel, conv.stride, conv.dilation}, false);
  TRY_ASSIGN(const WeightIds ids, DefineWeights(conv.weights, conv.input, /*channel_dimension=*/3));
  return CheckStatus(
      xnn_define_depthwise_convolution_2d(
          subgraph_.get(), padding.top, padding.right, padding.bottom, padding.left, kernel.height,
          kernel.width, conv.stride.height, conv.stride.width, conv.dilation.height,
          conv.dilation.width, /*depth_multiplier=*/weight[3] / input.channels, input.channels,
          conv.clamp.low, conv.clamp.high, At(conv.input), ids.weight, ids.bias, At(output),
          /*flags=*/0),
      "xnn_define_depthwise_convolution_2d");
}

Result<void> SubgraphBuilder::Define(const Dense& dense, ValueId output) {
  TRY_ASSIGN(const WeightIds ids,
             DefineWeights(dense.weights, dense.input, /*channel_dimension=*/0));
  return CheckStatus(
      xnn_define_fully_connected(subgraph_.get(), dense.clamp.low, dense.clamp.high,
                                 At(dense.input), ids.weight, ids.bias, At(output), /*flags=*/0),
      "xnn_define_fully_connected");
}

}  // namespace glance
