#include "model/shapes.h"

#include <algorithm>
#include <string>

#include "base/error_codes.h"
#include "model/fields.h"

namespace glance {
namespace {

std::string Text(const ValueShape& shape) {
  return "(1, " + std::to_string(shape.height) + ", " + std::to_string(shape.width) + ", " +
         std::to_string(shape.channels) + ")";
}

std::string Text(const std::vector<uint32_t>& shape) {
  std::string text = "(";
  for (const uint32_t dimension : shape) {
    if (text.size() > 1) text += ", ";
    text += std::to_string(dimension);
  }
  return text + ")";
}

std::unexpected<Error> BadShape(const std::string& message) {
  return Fail(error_code::kModelBadShape, message);
}

uint32_t Window(uint32_t kernel, uint32_t dilation) { return (kernel - 1) * dilation + 1; }

struct Ends {
  uint32_t begin = 0, end = 0;
};

Ends SameEnds(uint32_t size, uint32_t window, uint32_t stride) {
  const uint64_t outputs = (uint64_t{size} + stride - 1) / stride;
  const uint64_t needed = (outputs - 1) * stride + window;
  const auto total = static_cast<uint32_t>(needed > size ? needed - size : 0);
  return {total / 2, total - total / 2};
}

// `ends` with the bottom or right widened for the last, partial window. A window that would begin
// in the padding at the end does not count (as in PyTorch).
Ends CeilEnds(Ends ends, uint32_t size, uint32_t window, uint32_t stride) {
  const uint64_t padded = uint64_t{size} + ends.begin + ends.end;
  if (padded < window) return ends;
  uint64_t last = (padded - window + stride - 1) / stride;
  if (last * stride >= uint64_t{size} + ends.begin) --last;
  const uint64_t needed = last * stride + window;
  if (needed > padded) ends.end += static_cast<uint32_t>(needed - padded);
  return ends;
}

// Sizes after a sliding window; fails when not even one window fits.
Result<ValueShape> Slide(const ValueShape& input, const ResolvedPadding& padding,
                         HeightWidth kernel, HeightWidth stride, HeightWidth dilation) {
  const uint64_t height = uint64_t{input.height} + padding.top + padding.bottom;
  const uint64_t width = uint64_t{input.width} + padding.left + padding.right;
  const uint32_t window_height = Window(kernel.height, dilation.height);
  const uint32_t window_width = Window(kernel.width, dilation.width);
  if (height < window_height || width < window_width) {
    return BadShape("a window of " + std::to_string(window_height) + " x " +
                    std::to_string(window_width) + " does not fit into " + Text(input));
  }
  return ValueShape{static_cast<uint32_t>((height - window_height) / stride.height + 1),
                    static_cast<uint32_t>((width - window_width) / stride.width + 1),
                    input.channels};
}

// Infers one operation's output shape; one function a kind.
class ShapeOf {
 public:
  ShapeOf(const Model& model, const std::vector<ValueShape>& shapes)
      : model_(model), shapes_(shapes) {}

  Result<ValueShape> operator()(const Conv2d& conv) const {
    const ValueShape& input = At(conv.input);
    const auto& weight = model_.tensors[conv.weight].shape;
    const bool fits = weight.size() == 4 && weight[0] % conv.groups == 0 &&
                      uint64_t{weight[3]} * conv.groups == input.channels;
    if (!fits) return WeightMismatch(conv.weight, "(O, kh, kw, I / groups)", input);
    TRY(CheckBias(conv.bias, weight[0]));
    TRY_ASSIGN(ValueShape output, SlideWeights(conv, input));
    output.channels = weight[0];
    return output;
  }

  Result<ValueShape> operator()(const DepthwiseConv2d& conv) const {
    const ValueShape& input = At(conv.input);
    const auto& weight = model_.tensors[conv.weight].shape;
    const bool fits =
        weight.size() == 4 && weight[0] == 1 && weight[3] % std::max(input.channels, 1U) == 0;
    if (!fits) return WeightMismatch(conv.weight, "(1, kh, kw, C * m)", input);
    TRY(CheckBias(conv.bias, weight[3]));
    TRY_ASSIGN(ValueShape output, SlideWeights(conv, input));
    output.channels = weight[3];
    return output;
  }

  Result<ValueShape> operator()(const Dense& dense) const {
    const ValueShape& input = At(dense.input);
    const auto& weight = model_.tensors[dense.weight].shape;
    const bool fits =
        weight.size() == 2 && input.height == 1 && input.width == 1 && weight[1] == input.channels;
    if (!fits) return WeightMismatch(dense.weight, "(O, I)", input);
    TRY(CheckBias(dense.bias, weight[0]));
    return ValueShape{1, 1, weight[0]};
  }

  Result<ValueShape> operator()(const Binary& binary) const {
    const ValueShape& a = At(binary.a);
    if (binary.constant != kNone) return WithConstant(a, binary.constant);
    const ValueShape& b = At(binary.b);
    const bool b_is_vector = b.height == 1 && b.width == 1;
    const bool a_is_vector = a.height == 1 && a.width == 1;
    if (a == b || (b_is_vector && a.channels == b.channels)) return a;
    if (a_is_vector && a.channels == b.channels) return b;
    return BadShape("shapes " + Text(a) + " and " + Text(b) + " do not go together");
  }

  Result<ValueShape> operator()(const Concat& concat) const {
    ValueShape output = At(concat.inputs.front());
    uint64_t channels = 0;
    for (const ValueId id : concat.inputs) {
      const ValueShape& input = At(id);
      if (input.height != output.height || input.width != output.width) {
        return BadShape("shapes " + Text(output) + " and " + Text(input) +
                        " differ in height or width");
      }
      channels += input.channels;
    }
    if (channels > kMaxValueElements) return BadShape("too many channels");
    output.channels = static_cast<uint32_t>(channels);
    return output;
  }

  Result<ValueShape> operator()(const MaxPool& pool) const { return Pool(pool, pool.dilation); }

  Result<ValueShape> operator()(const AveragePool& pool) const { return Pool(pool, {}); }

  Result<ValueShape> operator()(const GlobalAveragePool& pool) const {
    return ValueShape{1, 1, At(pool.input).channels};
  }

  Result<ValueShape> operator()(const Unary& unary) const { return At(unary.input); }

 private:
  const ValueShape& At(ValueId id) const { return shapes_[id]; }

  std::unexpected<Error> WeightMismatch(TensorId id, const char* layout,
                                        const ValueShape& input) const {
    const Tensor& weight = model_.tensors[id];
    return BadShape("tensor '" + weight.name + "' of shape " + Text(weight.shape) +
                    " does not fit the input " + Text(input) + "; its layout is " + layout);
  }

  Result<void> CheckBias(TensorId id, uint32_t channels) const {
    if (id == kNone) return {};
    const Tensor& bias = model_.tensors[id];
    if (bias.shape.size() == 1 && bias.shape[0] == channels) return {};
    return BadShape("tensor '" + bias.name + "' of shape " + Text(bias.shape) + ", want (" +
                    std::to_string(channels) + ")");
  }

  template <typename Conv>
  Result<ValueShape> SlideWeights(const Conv& conv, const ValueShape& input) const {
    const auto& weight = model_.tensors[conv.weight].shape;
    const HeightWidth kernel{weight[1], weight[2]};
    if (kernel.height > Fields::kMaxStep || kernel.width > Fields::kMaxStep) {
      return BadShape("a kernel of " + Text(weight));
    }
    return Slide(input,
                 ResolvePadding(conv.padding, input, kernel, conv.stride, conv.dilation, false),
                 kernel, conv.stride, conv.dilation);
  }

  template <typename PoolKind>
  Result<ValueShape> Pool(const PoolKind& pool, HeightWidth dilation) const {
    if (pool.kernel.height * pool.kernel.width < 2) {
      return BadShape("a pooling window of one pixel");
    }
    const ValueShape& input = At(pool.input);
    return Slide(
        input,
        ResolvePadding(pool.padding, input, pool.kernel, pool.stride, dilation, pool.ceil_mode),
        pool.kernel, pool.stride, dilation);
  }

  Result<ValueShape> WithConstant(const ValueShape& a, TensorId id) const {
    const Tensor& constant = model_.tensors[id];
    const bool fits =
        constant.shape.size() == 1 && (constant.shape[0] == 1 || constant.shape[0] == a.channels);
    if (fits) return a;
    return BadShape("tensor '" + constant.name + "' of shape " + Text(constant.shape) +
                    " does not go with " + Text(a));
  }

  const Model& model_;
  const std::vector<ValueShape>& shapes_;
};

}  // namespace

ResolvedPadding ResolvePadding(const Padding& padding, const ValueShape& input, HeightWidth kernel,
                               HeightWidth stride, HeightWidth dilation, bool ceil_mode) {
  const uint32_t window_height = Window(kernel.height, dilation.height);
  const uint32_t window_width = Window(kernel.width, dilation.width);
  Ends vertical{padding.top, padding.bottom};
  Ends horizontal{padding.left, padding.right};
  if (padding.same) {
    vertical = SameEnds(input.height, window_height, stride.height);
    horizontal = SameEnds(input.width, window_width, stride.width);
  }
  if (ceil_mode) {
    vertical = CeilEnds(vertical, input.height, window_height, stride.height);
    horizontal = CeilEnds(horizontal, input.width, window_width, stride.width);
  }
  return {vertical.begin, horizontal.end, vertical.end, horizontal.begin};
}

Result<std::vector<ValueShape>> InferShapes(const Model& model, uint32_t height_px,
                                            uint32_t width_px) {
  std::vector<ValueShape> shapes(model.graph.value_names.size());
  shapes[0] = {height_px, width_px, 3};
  for (size_t i = 0; i < model.graph.operations.size(); ++i) {
    const Operation& operation = model.graph.operations[i];
    auto shape = std::visit(ShapeOf(model, shapes), operation.kind);
    const std::string place = "operation " + std::to_string(i) + " (writes '" +
                              model.graph.value_names[operation.output] + "')";
    if (!shape) return Fail(shape.error().code, place + ": " + shape.error().message);
    if (shape->elements() > kMaxValueElements) {
      return Fail(error_code::kModelTooLarge, place + ": a value of " + Text(*shape));
    }
    shapes[operation.output] = *shape;
  }
  return shapes;
}

}  // namespace glance
