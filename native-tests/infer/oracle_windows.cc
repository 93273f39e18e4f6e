// The oracle's convolutions and pools.
#include <algorithm>
#include <cmath>
#include <limits>

#include "infer/oracle.h"

namespace glance::test {
namespace {

// Windows along one axis: each begins at one of `starts` and has a tap every `dilation` pixels.
// Positions outside of 0..size-1 are padding; those from `padded_begin` to before `padded_end` are
// padding that the file asks for.
struct Axis {
  std::vector<int> starts;
  int size, kernel, dilation, padded_begin, padded_end;

  template <typename Visit>
  void ForTaps(int start, const Visit& visit) const {
    for (int tap = 0; tap < kernel; ++tap) visit(tap, start + tap * dilation);
  }
  bool Inside(int position) const { return position >= 0 && position < size; }
};

struct AxisSpec {
  uint32_t size, kernel, stride, dilation;
  bool same, ceil_mode;
  uint32_t before, after;
};

Axis AxisOf(const AxisSpec& spec) {
  const int size = static_cast<int>(spec.size), stride = static_cast<int>(spec.stride);
  const int span = static_cast<int>((spec.kernel - 1) * spec.dilation + 1);
  int before = static_cast<int>(spec.before), after = static_cast<int>(spec.after);
  if (spec.same) {
    const int outputs = (size + stride - 1) / stride;
    const int total = std::max((outputs - 1) * stride + span - size, 0);
    before = total / 2;
    after = total - before;
  }
  Axis axis{{},      size,        static_cast<int>(spec.kernel), static_cast<int>(spec.dilation),
            -before, size + after};
  int start = -before;
  for (; start + span <= axis.padded_end; start += stride) axis.starts.push_back(start);
  // One partial window more, unless the last whole one ends with the padding or the partial one
  // would begin in it.
  const bool ends_early = !axis.starts.empty() && start - stride + span < axis.padded_end;
  if (spec.ceil_mode && ends_early && start < size) axis.starts.push_back(start);
  return axis;
}

struct Windows2d {
  Axis rows, columns;

  template <typename Operation>
  Windows2d(const Operation& operation, HeightWidth kernel, HeightWidth dilation, bool ceil_mode,
            const Map& in)
      : rows(AxisOf({in.height, kernel.height, operation.stride.height, dilation.height,
                     operation.padding.same, ceil_mode, operation.padding.top,
                     operation.padding.bottom})),
        columns(AxisOf({in.width, kernel.width, operation.stride.width, dilation.width,
                        operation.padding.same, ceil_mode, operation.padding.left,
                        operation.padding.right})) {}

  // Calls visit(y, x, tap_y, tap_x) for each tap of one window, also those in the padding.
  template <typename Visit>
  void ForTaps(size_t row, size_t column, const Visit& visit) const {
    rows.ForTaps(rows.starts[row], [&](int tap_y, int y) {
      columns.ForTaps(columns.starts[column], [&](int tap_x, int x) { visit(y, x, tap_y, tap_x); });
    });
  }
  bool Inside(int y, int x) const { return rows.Inside(y) && columns.Inside(x); }

  Map Result(uint32_t channels) const {
    return {static_cast<uint32_t>(rows.starts.size()), static_cast<uint32_t>(columns.starts.size()),
            channels};
  }
};

template <typename Visit>
void ForEachValue(const Map& map, const Visit& visit) {
  for (uint32_t y = 0; y < map.height; ++y) {
    for (uint32_t x = 0; x < map.width; ++x) {
      for (uint32_t c = 0; c < map.channels; ++c) visit(y, x, c, map.Index(y, x, c));
    }
  }
}

void Store(const Sum& sum, size_t index, Map& map) {
  map.values[index] = sum.value;
  map.errors[index] = sum.Bound();
}

}  // namespace

Map Evaluate(const Conv2d& conv, const Map& in, const Tensor& weight, std::span<const float> bias) {
  const uint32_t outputs = weight.shape[0], kernel_height = weight.shape[1],
                 kernel_width = weight.shape[2], depth = weight.shape[3];
  const Windows2d windows(conv, {kernel_height, kernel_width}, conv.dilation, false, in);
  Map out = windows.Result(outputs);
  ForEachValue(out, [&](uint32_t row, uint32_t column, uint32_t o, size_t index) {
    Sum sum;
    if (!bias.empty()) sum.Add(bias[o], 1, 0);
    const uint32_t first = o / (outputs / conv.groups) * depth;
    windows.ForTaps(row, column, [&](int y, int x, int tap_y, int tap_x) {
      if (!windows.Inside(y, x)) return;
      for (uint32_t i = 0; i < depth; ++i) {
        const size_t source =
            in.Index(static_cast<uint32_t>(y), static_cast<uint32_t>(x), first + i);
        const size_t at = ((size_t{o} * kernel_height + tap_y) * kernel_width + tap_x) * depth + i;
        sum.Add(weight.Floats()[at], in.values[source], in.errors[source]);
      }
    });
    Store(sum, index, out);
  });
  ClampInPlace(conv.clamp, out);
  return out;
}

Map Evaluate(const DepthwiseConv2d& conv, const Map& in, const Tensor& weight,
             std::span<const float> bias) {
  const uint32_t kernel_width = weight.shape[2], outputs = weight.shape[3];
  const uint32_t multiplier = outputs / in.channels;
  const Windows2d windows(conv, {weight.shape[1], kernel_width}, conv.dilation, false, in);
  Map out = windows.Result(outputs);
  ForEachValue(out, [&](uint32_t row, uint32_t column, uint32_t o, size_t index) {
    Sum sum;
    if (!bias.empty()) sum.Add(bias[o], 1, 0);
    windows.ForTaps(row, column, [&](int y, int x, int tap_y, int tap_x) {
      if (!windows.Inside(y, x)) return;
      const size_t source =
          in.Index(static_cast<uint32_t>(y), static_cast<uint32_t>(x), o / multiplier);
      const size_t at = (size_t(tap_y) * kernel_width + tap_x) * outputs + o;
      sum.Add(weight.Floats()[at], in.values[source], in.errors[source]);
    });
    Store(sum, index, out);
  });
  ClampInPlace(conv.clamp, out);
  return out;
}

Map Evaluate(const MaxPool& pool, const Map& in) {
  const Windows2d windows(pool, pool.kernel, pool.dilation, pool.ceil_mode, in);
  Map out = windows.Result(in.channels);
  ForEachValue(out, [&](uint32_t row, uint32_t column, uint32_t c, size_t index) {
    out.values[index] = -std::numeric_limits<double>::infinity();
    windows.ForTaps(row, column, [&](int y, int x, int, int) {
      if (!windows.Inside(y, x)) return;
      const size_t source = in.Index(static_cast<uint32_t>(y), static_cast<uint32_t>(x), c);
      out.values[index] = std::max(out.values[index], in.values[source]);
      out.errors[index] = std::max(out.errors[index], in.errors[source]);
    });
  });
  ClampInPlace(pool.clamp, out);
  return out;
}

Map Evaluate(const AveragePool& pool, const Map& in) {
  const Windows2d windows(pool, pool.kernel, {}, pool.ceil_mode, in);
  const auto counts = [&](int y, int x) {
    const bool asked_for = y >= windows.rows.padded_begin && y < windows.rows.padded_end &&
                           x >= windows.columns.padded_begin && x < windows.columns.padded_end;
    return pool.count_padding ? asked_for : windows.Inside(y, x);
  };
  Map out = windows.Result(in.channels);
  ForEachValue(out, [&](uint32_t row, uint32_t column, uint32_t c, size_t index) {
    int divisor = 0;
    windows.ForTaps(row, column, [&](int y, int x, int, int) { divisor += counts(y, x) ? 1 : 0; });
    Sum sum;
    windows.ForTaps(row, column, [&](int y, int x, int, int) {
      if (!windows.Inside(y, x)) return;
      const size_t source = in.Index(static_cast<uint32_t>(y), static_cast<uint32_t>(x), c);
      sum.Add(1.0 / divisor, in.values[source], in.errors[source]);
    });
    Store(sum, index, out);
  });
  ClampInPlace(pool.clamp, out);
  return out;
}

}  // namespace glance::test
