// How the windows of convolutions and pools slide over a value: padding in pixels, and how many
// windows fit.
#pragma once

#include <cstdint>

#include "base/result.h"
#include "model/graph.h"
#include "model/shapes.h"

namespace glance {

// Pixels of the windows of one operation, counted once for each window. XNNPACK keeps a pointer for
// each: 2^26 take 512 MiB (256 MiB where size_t has 32 bits).
inline constexpr uint64_t kMaxWindowPixels = uint64_t{1} << 26;

struct Windows {
  HeightWidth kernel, stride, dilation;
};

// Explicit padding in pixels for one operation.
struct ResolvedPadding {
  uint32_t top = 0, right = 0, bottom = 0, left = 0;
  bool any() const { return (top | right | bottom | left) != 0; }
};

// `padding` as pixels: SAME splits max(0, (ceil(size / stride) - 1) * stride + window - size) with
// the odd pixel at the bottom and right; ceil_mode adds at the bottom and right what the last
// window needs.
ResolvedPadding ResolvePadding(const Padding& padding, const ValueShape& input,
                               const Windows& windows, bool ceil_mode);

// Height and width are the number of windows, channels those of `input`. Fails with model/bad-shape
// when not one window fits, model/too-large beyond kMaxWindowPixels.
Result<ValueShape> CountWindows(const ValueShape& input, const ResolvedPadding& padding,
                                const Windows& windows);

// Pools have no result for a window that holds no pixel of `input`: one that lies in the padding or
// whose dilated taps step over a small picture. Fails with model/bad-shape. `counted` is what
// CountWindows returned.
Result<void> CheckEachHoldsAPixel(const ValueShape& input, const ResolvedPadding& padding,
                                  const Windows& windows, const ValueShape& counted);

}  // namespace glance
