// Pooling operations.
#include <array>

#include "infer/subgraph_builder.h"

namespace glance {

Result<void> SubgraphBuilder::Define(const MaxPool& pool, ValueId output) {
  const ResolvedPadding padding = ResolvePadding(pool.padding, shapes_[pool.input], pool.kernel,
                                                 pool.stride, pool.dilation, pool.ceil_mode);
  return CheckStatus(xnn_define_max_pooling_2d(
                         subgraph_.get(), padding.top, padding.right, padding.bottom, padding.left,
                         pool.kernel.height, pool.kernel.width, pool.stride.height,
                         pool.stride.width, pool.dilation.height, pool.dilation.width,
                         pool.clamp.low, pool.clamp.high, At(pool.input), At(output), /*flags=*/0),
                     "xnn_define_max_pooling_2d");
}

Result<void> SubgraphBuilder::Define(const AveragePool& pool, ValueId output) {
  ResolvedPadding padding = ResolvePadding(pool.padding, shapes_[pool.input], pool.kernel,
                                           pool.stride, {}, pool.ceil_mode);
  XnnId input = At(pool.input);
  if (pool.count_padding) {
    // XNNPACK leaves padding out of the divisor, so padding that counts becomes real zeros; what
    // ceil_mode adds never counts.
    const ResolvedPadding counted =
        ResolvePadding(pool.padding, shapes_[pool.input], pool.kernel, pool.stride, {}, false);
    TRY_ASSIGN(input, PadWithZeros(pool.input, counted));
    padding = {0, padding.right - counted.right, padding.bottom - counted.bottom, 0};
  }
  return CheckStatus(
      xnn_define_average_pooling_2d(subgraph_.get(), padding.top, padding.right, padding.bottom,
                                    padding.left, pool.kernel.height, pool.kernel.width,
                                    pool.stride.height, pool.stride.width, pool.clamp.low,
                                    pool.clamp.high, input, At(output), /*flags=*/0),
      "xnn_define_average_pooling_2d");
}

Result<SubgraphBuilder::XnnId> SubgraphBuilder::PadWithZeros(ValueId input,
                                                             const ResolvedPadding& padding) {
  ValueShape shape = shapes_[input];
  shape.height += padding.top + padding.bottom;
  shape.width += padding.left + padding.right;
  TRY_ASSIGN(const XnnId padded, DefineTemporary(shape));
  const std::array<size_t, 4> before{0, padding.top, padding.left, 0};
  const std::array<size_t, 4> after{0, padding.bottom, padding.right, 0};
  TRY(CheckStatus(xnn_define_static_constant_pad(subgraph_.get(), before.data(), after.data(), 0.0f,
                                                 At(input), padded, /*flags=*/0),
                  "xnn_define_static_constant_pad"));
  return padded;
}

Result<void> SubgraphBuilder::Define(const GlobalAveragePool& pool, ValueId output) {
  const bool clamped = pool.clamp.low > -std::numeric_limits<float>::infinity() ||
                       pool.clamp.high < std::numeric_limits<float>::infinity();
  XnnId mean = At(output);
  if (clamped) {
    TRY_ASSIGN(mean, DefineTemporary(shapes_[output]));
  }
  const std::array<size_t, 2> height_and_width{1, 2};
  TRY(CheckStatus(
      xnn_define_static_reduce(subgraph_.get(), xnn_reduce_mean, height_and_width.size(),
                               height_and_width.data(), At(pool.input), mean, XNN_FLAG_KEEP_DIMS),
      "xnn_define_static_reduce"));
  return clamped ? DefineClamp(mean, At(output), pool.clamp) : Result<void>();
}

}  // namespace glance
