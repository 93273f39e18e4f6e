// SubgraphBuilder::Define for means over axes, and what is made of them. XNNPACK has no
// normalisation: the differences from the mean, their squares' mean, and a product with the
// reciprocal of its root.
#include <array>
#include <vector>

#include "infer/subgraph_builder.h"

namespace glance {

Result<void> SubgraphBuilder::DefineMean(XnnId input, std::span<const size_t> axes, XnnId output) {
  return CheckStatus(xnn_define_static_reduce(subgraph_.get(), xnn_reduce_mean, axes.size(),
                                              axes.data(), input, output, XNN_FLAG_KEEP_DIMS),
                     "xnn_define_static_reduce");
}

Result<void> SubgraphBuilder::DefineReshape(XnnId input, std::span<const size_t> dimensions,
                                            XnnId output) {
  return CheckStatus(xnn_define_static_reshape(subgraph_.get(), dimensions.size(),
                                               dimensions.data(), input, output, /*flags=*/0),
                     "xnn_define_static_reshape");
}

Result<void> SubgraphBuilder::Define(const ChannelAverage& average, ValueId output) {
  return DefineMean(At(average.input), std::array<size_t, 1>{3}, At(output));
}

Result<SubgraphBuilder::XnnId> SubgraphBuilder::DefineMeanOf(const Normalization& norm,
                                                             XnnId input) {
  const ValueShape& shape = shapes_[norm.input];
  const bool each_pixel = norm.groups == Normalization::kEachPixel;
  TRY_ASSIGN(const XnnId mean, DefineTemporary(each_pixel ? ValueShape{shape.height, shape.width, 1}
                                                          : ValueShape{1, 1, shape.channels}));
  const std::array<size_t, 1> channels{3};
  const std::array<size_t, 2> height_and_width{1, 2};
  TRY(DefineMean(input, each_pixel ? std::span<const size_t>(channels) : height_and_width, mean));
  if (each_pixel || norm.groups == shape.channels) return mean;
  return DefineMeanOfGroups(mean, shape.channels, norm.groups);
}

// (1, 1, 1, C) is seen as (1, 1, groups, C / groups); adding zeros repeats what that is averaged
// to.
Result<SubgraphBuilder::XnnId> SubgraphBuilder::DefineMeanOfGroups(XnnId input, uint32_t channels,
                                                                   uint32_t groups) {
  const ValueShape grouped_shape{1, groups, channels / groups};
  TRY_ASSIGN(const XnnId grouped, DefineTemporary(grouped_shape));
  TRY(DefineReshape(input, std::array<size_t, 4>{1, 1, groups, channels / groups}, grouped));
  TRY_ASSIGN(const XnnId mean, DefineTemporary({1, groups, 1}));
  TRY(DefineMean(grouped, std::array<size_t, 1>{3}, mean));
  TRY_ASSIGN(auto zeros, Buffer<float>::Create(channels / groups));
  std::ranges::fill(zeros.span(), 0.0f);
  TRY_ASSIGN(const XnnId nothing, DefineConstant(zeros.span()));
  TRY_ASSIGN(const XnnId repeated, DefineTemporary(grouped_shape));
  TRY(DefineBinary(xnn_binary_add, mean, nothing, repeated, Clamp{}));
  TRY_ASSIGN(const XnnId output, DefineTemporary({1, 1, channels}));
  TRY(DefineReshape(repeated, std::array<size_t, 4>{1, 1, 1, channels}, output));
  return output;
}

Result<void> SubgraphBuilder::Define(const Normalization& norm, ValueId output) {
  constexpr float kMinusOne = -1.0f;
  const ValueShape& shape = shapes_[output];
  const XnnId input = At(norm.input);
  TRY_ASSIGN(const XnnId mean, DefineMeanOf(norm, input));
  const bool each_pixel = norm.groups == Normalization::kEachPixel;
  const ValueShape small =
      each_pixel ? ValueShape{shape.height, shape.width, 1} : ValueShape{1, 1, shape.channels};
  TRY_ASSIGN(const XnnId minus_one, DefineConstant({&kMinusOne, 1}));
  TRY_ASSIGN(const XnnId negative, DefineTemporary(small));
  TRY(DefineBinary(xnn_binary_multiply, mean, minus_one, negative, Clamp{}));
  TRY_ASSIGN(const XnnId centred, DefineTemporary(shape));
  TRY(DefineBinary(xnn_binary_add, input, negative, centred, Clamp{}));
  TRY_ASSIGN(const XnnId squares, DefineTemporary(shape));
  TRY(DefineBinary(xnn_binary_multiply, centred, centred, squares, Clamp{}));
  TRY_ASSIGN(const XnnId variance, DefineMeanOf(norm, squares));
  TRY_ASSIGN(const XnnId epsilon, DefineConstant({&norm.epsilon, 1}));
  TRY_ASSIGN(const XnnId raised, DefineTemporary(small));
  TRY(DefineBinary(xnn_binary_add, variance, epsilon, raised, Clamp{}));
  TRY_ASSIGN(const XnnId scale, DefineTemporary(small));
  TRY(CheckStatus(xnn_define_unary(subgraph_.get(), xnn_unary_reciprocal_square_root, nullptr,
                                   raised, scale, /*flags=*/0),
                  "xnn_define_unary"));
  return DefineBinary(xnn_binary_multiply, centred, scale, At(output), Clamp{});
}

}  // namespace glance
