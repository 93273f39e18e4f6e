// Operations with weights: convolutions and dense layers. XNNPACK computes the clamp inside them.
#include "infer/subgraph_builder.h"

namespace glance {

Result<void> SubgraphBuilder::Define(const Conv2d& conv, ValueId output) {
  const auto& weight = model_.tensors[conv.weight].shape;  // (O, kh, kw, I / groups)
  const HeightWidth kernel{weight[1], weight[2]};
  const ResolvedPadding padding = ResolvePadding(conv.padding, shapes_[conv.input],
                                                 {kernel, conv.stride, conv.dilation}, false);
  TRY_ASSIGN(const XnnId weight_id, DefineWeights(conv.weight));
  TRY_ASSIGN(const XnnId bias_id, DefineBias(conv.bias));
  return CheckStatus(
      xnn_define_convolution_2d(
          subgraph_.get(), padding.top, padding.right, padding.bottom, padding.left, kernel.height,
          kernel.width, conv.stride.height, conv.stride.width, conv.dilation.height,
          conv.dilation.width, conv.groups, /*group_input_channels=*/weight[3],
          /*group_output_channels=*/weight[0] / conv.groups, conv.clamp.low, conv.clamp.high,
          At(conv.input), weight_id, bias_id, At(output), /*flags=*/0),
      "xnn_define_convolution_2d");
}

Result<void> SubgraphBuilder::Define(const DepthwiseConv2d& conv, ValueId output) {
  const auto& weight = model_.tensors[conv.weight].shape;  // (1, kh, kw, C * multiplier)
  const HeightWidth kernel{weight[1], weight[2]};
  const ValueShape& input = shapes_[conv.input];
  const ResolvedPadding padding =
      ResolvePadding(conv.padding, input, {kernel, conv.stride, conv.dilation}, false);
  TRY_ASSIGN(const XnnId weight_id, DefineWeights(conv.weight));
  TRY_ASSIGN(const XnnId bias_id, DefineBias(conv.bias));
  return CheckStatus(
      xnn_define_depthwise_convolution_2d(
          subgraph_.get(), padding.top, padding.right, padding.bottom, padding.left, kernel.height,
          kernel.width, conv.stride.height, conv.stride.width, conv.dilation.height,
          conv.dilation.width, /*depth_multiplier=*/weight[3] / input.channels, input.channels,
          conv.clamp.low, conv.clamp.high, At(conv.input), weight_id, bias_id, At(output),
          /*flags=*/0),
      "xnn_define_depthwise_convolution_2d");
}

Result<void> SubgraphBuilder::Define(const Dense& dense, ValueId output) {
  TRY_ASSIGN(const XnnId weight_id, DefineWeights(dense.weight));
  TRY_ASSIGN(const XnnId bias_id, DefineBias(dense.bias));
  return CheckStatus(
      xnn_define_fully_connected(subgraph_.get(), dense.clamp.low, dense.clamp.high,
                                 At(dense.input), weight_id, bias_id, At(output), /*flags=*/0),
      "xnn_define_fully_connected");
}

}  // namespace glance
