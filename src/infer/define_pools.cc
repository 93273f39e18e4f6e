// SubgraphBuilder::Define for pooling operations.
#include <array>
#include <limits>

#include "infer/subgraph_builder.h"
#include "model/windows.h"

namespace glance {
namespace {

constexpr float kInfinity = std::numeric_limits<float>::infinity();

ValueShape Padded(ValueShape shape, const ResolvedPadding& padding) {
  shape.height += padding.top + padding.bottom;
  shape.width += padding.left + padding.right;
  return shape;
}

bool IsOnePixel(const HeightWidth& size) { return size.height == 1 && size.width == 1; }

bool SkipsPixels(const Windows& windows) {
  return windows.stride.height > windows.kernel.height ||
         windows.stride.width > windows.kernel.width;
}

}  // namespace

Result<void> SubgraphBuilder::Define(const MaxPool& pool, ValueId output) {
  const Windows windows{pool.kernel, pool.stride, pool.dilation};
  PoolSource source{At(pool.input), shapes_[pool.input]};
  source.padding = ResolvePadding(pool.padding, source.shape, windows, pool.ceil_mode);
  // XNNPACK's dilated windows read a stand-in for padding that may lie outside of the picture.
  if (!IsOnePixel(pool.dilation)) TRY(FillPadding(source, source.padding, -kInfinity));
  // XNNPACK refuses windows of one pixel, whose largest pixel is also their average...
  if (IsOnePixel(pool.kernel)) return DefineAveragePool(source, windows, pool.clamp, At(output));
  if (!SkipsPixels(windows)) return DefineMaxPool(source, windows, pool.clamp, At(output));
  // ...and windows that leave pixels out: all windows first, then every so many of them.
  const Windows all{pool.kernel, {}, pool.dilation};
  TRY_ASSIGN(const ValueShape shape, CountWindows(source.shape, source.padding, all));
  TRY_ASSIGN(const XnnId maxima, DefineTemporary(shape));
  TRY(DefineMaxPool(source, all, pool.clamp, maxima));
  return DefineAveragePool({maxima, shape}, {.stride = pool.stride}, {}, At(output));
}

Result<void> SubgraphBuilder::Define(const AveragePool& pool, ValueId output) {
  const Windows windows{pool.kernel, pool.stride};
  PoolSource source{At(pool.input), shapes_[pool.input]};
  source.padding = ResolvePadding(pool.padding, source.shape, windows, pool.ceil_mode);
  if (pool.count_padding) {
    // XNNPACK leaves padding out of the divisor, so padding that counts becomes real zeros; what
    // ceil_mode adds never counts.
    TRY(FillPadding(source, ResolvePadding(pool.padding, source.shape, windows, false), 0.0f));
  }
  return DefineAveragePool(source, windows, pool.clamp, At(output));
}

Result<void> SubgraphBuilder::DefineMaxPool(const PoolSource& source, const Windows& windows,
                                            const Clamp& clamp, XnnId output) {
  const auto& [kernel, stride, dilation] = windows;
  const ResolvedPadding& padding = source.padding;
  return CheckStatus(xnn_define_max_pooling_2d(
                         subgraph_.get(), padding.top, padding.right, padding.bottom, padding.left,
                         kernel.height, kernel.width, stride.height, stride.width, dilation.height,
                         dilation.width, clamp.low, clamp.high, source.id, output, /*flags=*/0),
                     "xnn_define_max_pooling_2d");
}

Result<void> SubgraphBuilder::DefineAveragePool(const PoolSource& source, const Windows& windows,
                                                const Clamp& clamp, XnnId output) {
  const auto& [kernel, stride, dilation] = windows;
  const ResolvedPadding& padding = source.padding;
  return CheckStatus(
      xnn_define_average_pooling_2d(subgraph_.get(), padding.top, padding.right, padding.bottom,
                                    padding.left, kernel.height, kernel.width, stride.height,
                                    stride.width, clamp.low, clamp.high, source.id, output,
                                    /*flags=*/0),
      "xnn_define_average_pooling_2d");
}

Result<void> SubgraphBuilder::FillPadding(PoolSource& source, const ResolvedPadding& part,
                                          float value) {
  if (!part.any()) return {};
  const ValueShape shape = Padded(source.shape, part);
  TRY_ASSIGN(const XnnId padded, DefineTemporary(shape));
  const std::array<size_t, 4> before{0, part.top, part.left, 0};
  const std::array<size_t, 4> after{0, part.bottom, part.right, 0};
  TRY(CheckStatus(xnn_define_static_constant_pad(subgraph_.get(), before.data(), after.data(),
                                                 value, source.id, padded, /*flags=*/0),
                  "xnn_define_static_constant_pad"));
  const ResolvedPadding& all = source.padding;
  source = {
      padded,
      shape,
      {all.top - part.top, all.right - part.right, all.bottom - part.bottom, all.left - part.left}};
  return {};
}

Result<void> SubgraphBuilder::Define(const GlobalAveragePool& pool, ValueId output) {
  const bool clamped = pool.clamp.low > -kInfinity || pool.clamp.high < kInfinity;
  XnnId mean = At(output);
  if (clamped) {
    TRY_ASSIGN(mean, DefineTemporary(shapes_[output]));
  }
  TRY(DefineMean(At(pool.input), std::array<size_t, 2>{1, 2}, mean));
  return clamped ? DefineClamp(mean, At(output), pool.clamp) : Result<void>();
}

}  // namespace glance
