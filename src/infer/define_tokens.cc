// SubgraphBuilder::Define for operations that move elements to other places, and for products of
// values: what transformers are made of.
#include <algorithm>
#include <array>
#include <vector>

#include "infer/subgraph_builder.h"

namespace glance {
namespace {

std::array<size_t, 4> FourSides(const std::array<uint32_t, 3>& sides, size_t first) {
  return {first, sides[0], sides[1], sides[2]};
}

}  // namespace

// Without another order it is one copy, else three.
Result<void> SubgraphBuilder::Define(const Rearrange& rearrange, ValueId output) {
  const std::vector<size_t> view(rearrange.view.begin(), rearrange.view.end());
  const std::vector<size_t> order(rearrange.order.begin(), rearrange.order.end());
  const auto shape = FourSides(rearrange.shape, 1);
  const XnnId input = At(rearrange.input);
  if (std::ranges::is_sorted(order)) return DefineReshape(input, shape, At(output));
  std::vector<size_t> ordered;
  ordered.reserve(order.size());
  for (const size_t axis : order) ordered.push_back(view[axis]);
  TRY_ASSIGN(const XnnId seen, DefineTemporary(view));
  TRY(DefineReshape(input, view, seen));
  TRY_ASSIGN(const XnnId moved, DefineTemporary(ordered));
  TRY(CheckStatus(xnn_define_static_transpose(subgraph_.get(), order.size(), order.data(), seen,
                                              moved, /*flags=*/0),
                  "xnn_define_static_transpose"));
  return DefineReshape(moved, shape, At(output));
}

Result<void> SubgraphBuilder::Define(const Slice& slice, ValueId output) {
  const auto begin = FourSides(slice.begin, 0), size = FourSides(slice.size, 1);
  return CheckStatus(xnn_define_static_slice(subgraph_.get(), size.size(), begin.data(),
                                             size.data(), At(slice.input), At(output), /*flags=*/0),
                     "xnn_define_static_slice");
}

Result<void> SubgraphBuilder::Define(const Pad& pad, ValueId output) {
  const auto& [same, top, right, bottom, left] = pad.padding;
  const std::array<size_t, 4> before{0, top, left, 0}, after{0, bottom, right, 0};
  return CheckStatus(xnn_define_static_constant_pad(subgraph_.get(), before.data(), after.data(),
                                                    0.0f, At(pad.input), At(output), /*flags=*/0),
                     "xnn_define_static_constant_pad");
}

Result<void> SubgraphBuilder::Define(const MatMul& product, ValueId output) {
  return CheckStatus(xnn_define_batch_matrix_multiply(subgraph_.get(), At(product.a), At(product.b),
                                                      At(output), XNN_FLAG_TRANSPOSE_B),
                     "xnn_define_batch_matrix_multiply");
}

}  // namespace glance
