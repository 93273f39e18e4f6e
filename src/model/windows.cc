#include "model/windows.h"

#include <string>

#include "base/error_codes.h"

namespace glance {
namespace {

uint32_t Span(uint32_t kernel, uint32_t dilation) { return (kernel - 1) * dilation + 1; }

// Padding along one axis.
struct Ends {
  uint32_t begin = 0, end = 0;
};

Ends SameEnds(uint32_t size, uint32_t span, uint32_t stride) {
  const uint64_t outputs = (uint64_t{size} + stride - 1) / stride;
  const uint64_t needed = (outputs - 1) * stride + span;
  const auto total = static_cast<uint32_t>(needed > size ? needed - size : 0);
  return {total / 2, total - total / 2};
}

// `ends` with the bottom or right widened for the last, partial window. A window that would begin
// in the padding at the end does not count (as in PyTorch).
Ends CeilEnds(Ends ends, uint32_t size, uint32_t span, uint32_t stride) {
  const uint64_t padded = uint64_t{size} + ends.begin + ends.end;
  if (padded < span) return ends;
  uint64_t last = (padded - span + stride - 1) / stride;
  if (last * stride >= uint64_t{size} + ends.begin) --last;
  const uint64_t needed = last * stride + span;
  if (needed > padded) ends.end += static_cast<uint32_t>(needed - padded);
  return ends;
}

// One axis of a pool.
struct Axis {
  uint32_t size, kernel, stride, dilation, outputs;
  Ends ends;
};

bool HasEmptyWindow(const Axis& axis) {
  const uint32_t span = Span(axis.kernel, axis.dilation);
  if (axis.ends.begin >= span || axis.ends.end >= span) return true;
  if (axis.dilation <= axis.size) return false;
  // Windows that begin before the picture: where is the first tap that is not before it?
  for (uint64_t i = 0; i < axis.outputs && i * axis.stride < axis.ends.begin; ++i) {
    const uint64_t before = axis.ends.begin - i * axis.stride;
    const uint64_t tap = (axis.dilation - before % axis.dilation) % axis.dilation;
    if (tap >= axis.size) return true;
  }
  return false;
}

std::string Area(uint64_t height, uint64_t width) { return Join({height, " x ", width}); }

}  // namespace

ResolvedPadding ResolvePadding(const Padding& padding, const ValueShape& input,
                               const Windows& windows, bool ceil_mode) {
  const uint32_t span_height = Span(windows.kernel.height, windows.dilation.height);
  const uint32_t span_width = Span(windows.kernel.width, windows.dilation.width);
  Ends vertical{padding.top, padding.bottom};
  Ends horizontal{padding.left, padding.right};
  if (padding.same) {
    vertical = SameEnds(input.height, span_height, windows.stride.height);
    horizontal = SameEnds(input.width, span_width, windows.stride.width);
  }
  if (ceil_mode) {
    vertical = CeilEnds(vertical, input.height, span_height, windows.stride.height);
    horizontal = CeilEnds(horizontal, input.width, span_width, windows.stride.width);
  }
  return {vertical.begin, horizontal.end, vertical.end, horizontal.begin};
}

Result<ValueShape> CountWindows(const ValueShape& input, const ResolvedPadding& padding,
                                const Windows& windows) {
  const uint64_t height = uint64_t{input.height} + padding.top + padding.bottom;
  const uint64_t width = uint64_t{input.width} + padding.left + padding.right;
  const uint32_t span_height = Span(windows.kernel.height, windows.dilation.height);
  const uint32_t span_width = Span(windows.kernel.width, windows.dilation.width);
  if (height < span_height || width < span_width) {
    return Fail(error_code::kModelBadShape, {"a window of ", Area(span_height, span_width),
                                             " does not fit into ", ToText(input)});
  }
  const uint64_t rows = (height - span_height) / windows.stride.height + 1;
  const uint64_t columns = (width - span_width) / windows.stride.width + 1;
  const uint64_t pixels = uint64_t{windows.kernel.height} * windows.kernel.width;
  if (rows > kMaxWindowPixels || columns > kMaxWindowPixels / rows ||
      pixels > kMaxWindowPixels / (rows * columns)) {
    return Fail(error_code::kModelTooLarge,
                {Area(rows, columns), " windows of ",
                 Area(windows.kernel.height, windows.kernel.width), " pixels"});
  }
  return ValueShape{static_cast<uint32_t>(rows), static_cast<uint32_t>(columns), input.channels};
}

Result<void> CheckEachHoldsAPixel(const ValueShape& input, const ResolvedPadding& padding,
                                  const Windows& windows, const ValueShape& counted) {
  const auto& [kernel, stride, dilation] = windows;
  const Axis vertical{input.height,    kernel.height,  stride.height,
                      dilation.height, counted.height, {padding.top, padding.bottom}};
  const Axis horizontal{input.width,    kernel.width,  stride.width,
                        dilation.width, counted.width, {padding.left, padding.right}};
  if (!HasEmptyWindow(vertical) && !HasEmptyWindow(horizontal)) return {};
  return Fail(error_code::kModelBadShape,
              {"the padding leaves a window of ", Area(kernel.height, kernel.width),
               " without a pixel of ", ToText(input)});
}

}  // namespace glance
