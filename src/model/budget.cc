#include "model/budget.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string>
#include <variant>

#include "base/error_codes.h"
#include "base/text.h"
#include "model/live_values.h"
#include "model/windows.h"

namespace glance {
namespace {

// What one operation takes beside the values of the graph that it reads and writes.
struct Share {
  double kept_bytes = 0;     // as long as the network lives
  double passing_bytes = 0;  // while the operation runs
  double multiply_adds = 0;
};

double ElementsOf(const ValueShape& shape) { return static_cast<double>(shape.elements()); }

double RoundUp(uint32_t count, uint32_t step) {
  return std::ceil(static_cast<double>(count) / step) * step;
}

// One function a kind of operation.
class ShareOf {
 public:
  ShareOf(const Model& model, const std::vector<ValueShape>& shapes, ValueId output)
      : model_(model), shapes_(shapes), output_(shapes[output]) {}

  Share operator()(const Conv2d& conv) const {
    const auto& shape = model_.tensors[conv.weights.weight].shape;
    const bool is_depthwise = shape[3] == 1 && shape[0] == conv.groups;
    const double filters = is_depthwise
                               ? RoundUp(shape[0], kOutputStep)
                               : conv.groups * RoundUp(shape[0] / conv.groups, kOutputStep);
    const double inputs = is_depthwise ? 1 : Inputs(conv.weights, shape[3]);
    return Weighted(conv.weights, filters * inputs, {shape[1], shape[2]});
  }

  Share operator()(const DepthwiseConv2d& conv) const {
    const auto& shape = model_.tensors[conv.weights.weight].shape;
    return Weighted(conv.weights, RoundUp(shape[3], kOutputStep), {shape[1], shape[2]});
  }

  Share operator()(const Dense& dense) const {
    const auto& shape = model_.tensors[dense.weights.weight].shape;
    return Weighted(dense.weights, RoundUp(shape[0], kOutputStep) * Inputs(dense.weights, shape[1]),
                    {});
  }

  // At most five inputs are joined at once, so that many pass through values in between.
  Share operator()(const Concat& concat) const {
    Share share = Plain(output_);
    share.passing_bytes = 2 * kFloatBytes * ElementsOf(output_);
    share.multiply_adds *= 1 + static_cast<double>(concat.inputs.size()) / 8;
    return share;
  }

  Share operator()(const MaxPool& pool) const {
    return Pool(shapes_[pool.input], {pool.kernel, pool.stride, pool.dilation}, pool.padding,
                pool.ceil_mode);
  }

  Share operator()(const AveragePool& pool) const {
    return Pool(shapes_[pool.input], {pool.kernel, pool.stride, {}}, pool.padding, pool.ceil_mode);
  }

  Share operator()(const GlobalAveragePool& pool) const { return Plain(shapes_[pool.input]); }

  // The backend has no hard sigmoid: it is two operations with a value in between. An l2_normalize
  // is five, with the squares and two sums a pixel in between.
  Share operator()(const Unary& unary) const {
    Share share = Plain(output_);
    if (unary.kind == UnaryKind::kHardSigmoid) {
      share.passing_bytes = kFloatBytes * ElementsOf(output_);
    }
    if (unary.kind == UnaryKind::kL2Normalize) {
      const double pixels = 1.0 * output_.height * output_.width;
      share.passing_bytes = kFloatBytes * (ElementsOf(output_) + 2 * pixels);
      share.multiply_adds *= 2;
    }
    // One number after the other, by the C library.
    if (unary.kind == UnaryKind::kPower) share.multiply_adds *= 8;
    return share;
  }

  // The backend copies b into the layout of its kernels.
  Share operator()(const MatMul& product) const {
    const ValueShape& a = shapes_[product.a];
    const double packed = 1.0 * a.height * RoundUp(output_.channels, kOutputStep) * a.channels;
    return {.passing_bytes = kFloatBytes * packed * (1 + 1.0 / a.channels),
            .multiply_adds = packed * a.width};
  }

  // Two copies stand in between.
  Share operator()(const Rearrange& rearrange) const {
    Share share = Plain(shapes_[rearrange.input]);
    share.passing_bytes = 2 * kFloatBytes * ElementsOf(output_);
    return share;
  }

  Share operator()(const ChannelAverage& average) const { return Plain(shapes_[average.input]); }

  // The differences from the mean and their squares stand beside the result; what a pixel or a
  // channel has is small beside them.
  Share operator()(const Normalization& norm) const {
    const ValueShape& input = shapes_[norm.input];
    const double sums = 6 * (1.0 * input.height * input.width + input.channels);
    Share share = Plain(output_);
    share.passing_bytes = kFloatBytes * (2 * ElementsOf(input) + sums);
    share.multiply_adds *= 3;
    return share;
  }

  template <typename Other>
  Share operator()(const Other& /*operation*/) const {
    return Plain(output_);
  }

 private:
  static constexpr double kFloatBytes = sizeof(float);
  static constexpr double kPointerBytes = 8;  // in every build, so that all refuse the same files
  // A matrix kernel of XNNPACK computes up to so many outputs at once, and packs them together.
  static constexpr uint32_t kOutputStep = 32;
  // An element of an operation without weights, a sigmoid for instance, in multiply-adds.
  static constexpr double kPlainCost = 16;

  // int8 kernels take up to eight inputs together.
  double Inputs(const Weights& weights, uint32_t inputs) const {
    return RoundUp(inputs, model_.tensors[weights.weight].type == DataType::kInt8 ? 8 : 1);
  }

  double PointerBytes(const ValueShape& windows, const HeightWidth& kernel) const {
    const double taps = static_cast<double>(kernel.height) * kernel.width;
    return taps > 1 ? kPointerBytes * windows.height * windows.width * taps : 0;
  }

  Share Weighted(const Weights& weights, double elements_a_tap, const HeightWidth& kernel) const {
    const double elements = elements_a_tap * kernel.height * kernel.width;
    const bool is_int8 = model_.tensors[weights.weight].type == DataType::kInt8;
    return {.kept_bytes = elements * (is_int8 ? 1 : kFloatBytes) + PointerBytes(output_, kernel),
            .multiply_adds = elements * output_.height * output_.width};
  }

  static Share Plain(const ValueShape& shape) {
    return {.multiply_adds = kPlainCost * ElementsOf(shape)};
  }

  // As if all windows were computed, which the backend does where they leave pixels out, and a
  // padded copy and those windows stood beside the input.
  Share Pool(const ValueShape& input, const Windows& windows, const Padding& given,
             bool ceil_mode) const {
    const ResolvedPadding padding = ResolvePadding(given, input, windows, ceil_mode);
    const double height = 1.0 * input.height + padding.top + padding.bottom;
    const double width = 1.0 * input.width + padding.left + padding.right;
    const auto& [kernel, stride, dilation] = windows;
    const bool skips = stride.height > kernel.height || stride.width > kernel.width;
    const double count = skips ? height * width : 1.0 * output_.height * output_.width;
    const double pixels = count * kernel.height * kernel.width;
    return {.kept_bytes = kPointerBytes * pixels,
            .passing_bytes = 2 * kFloatBytes * height * width * input.channels,
            .multiply_adds = kPlainCost * pixels * input.channels};
  }

  const Model& model_;
  const std::vector<ValueShape>& shapes_;
  const ValueShape& output_;
};

double BytesOf(const Model& model, const std::vector<ValueShape>& shapes, ValueId id) {
  const bool is_int8 = model.graph.quantization.contains(id);
  return ElementsOf(shapes[id]) * (is_int8 ? 1.0 : double{sizeof(float)});
}

// Position of the operation that reads a value last; those of the caller are kept to the end.
std::vector<size_t> LastReads(const Graph& graph, const std::vector<bool>& live,
                              std::span<const ValueId> externals) {
  std::vector<size_t> last(graph.value_names.size());
  for (size_t i = 0; i < graph.operations.size(); ++i) {
    if (!live[graph.operations[i].output]) continue;
    for (const ValueId id : ReadsOf(graph.operations[i].kind)) {
      if (id != kNone) last[id] = i;
    }
  }
  for (const ValueId id : externals) last[id] = graph.operations.size();
  return last;
}

// Rounded up, and small enough for the conversion.
std::string Shown(double count, double unit) {
  return GroupDigits(static_cast<uint64_t>(std::min(std::ceil(count / unit), 1e15)));
}

}  // namespace

NetworkNeeds NeedsOf(const Model& model, const std::vector<ValueShape>& shapes) {
  const Graph& graph = model.graph;
  const auto externals = ExternalValues(graph);
  const std::vector<bool> live = LiveValues(graph, externals);
  std::vector<size_t> last = LastReads(graph, live, externals);
  NetworkNeeds needs;
  double alive = BytesOf(model, shapes, 0);
  double kept = 0;
  double peak = alive;
  for (size_t i = 0; i < graph.operations.size(); ++i) {
    const auto& [kind, output] = graph.operations[i];
    if (!live[output]) continue;
    const Share share = std::visit(ShareOf(model, shapes, output), kind);
    kept += share.kept_bytes;
    needs.multiply_adds += share.multiply_adds;
    alive += BytesOf(model, shapes, output);
    peak = std::max(peak, alive + share.passing_bytes);
    for (const ValueId id : ReadsOf(kind)) {
      if (id == kNone || last[id] != i) continue;
      alive -= BytesOf(model, shapes, id);
      last[id] = graph.operations.size();  // it may be read twice, by one concat for instance
    }
  }
  needs.bytes = kept + peak;
  return needs;
}

Result<void> CheckBudget(const NetworkNeeds& needs, int budget) {
  const double bytes = kNetworkBytes * budget;
  const double multiply_adds = kNetworkMultiplyAdds * budget;
  if (needs.bytes <= bytes && needs.multiply_adds <= multiply_adds) return {};
  constexpr double kMebi = 1 << 20;
  constexpr double kMillion = 1e6;
  return Fail(
      error_code::kModelTooLarge,
      {"the network wants ", Shown(needs.bytes, kMebi), " MiB of memory and ",
       Shown(needs.multiply_adds, kMillion), " million multiply-adds a picture; allowed are ",
       Shown(bytes, kMebi), " MiB and ", Shown(multiply_adds, kMillion),
       " million: trust the file and raise network_budget, or use a smaller network"});
}

}  // namespace glance
