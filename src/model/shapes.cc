#include "model/shapes.h"

#include <algorithm>
#include <array>
#include <span>
#include <string>

#include "base/error_codes.h"
#include "model/json.h"
#include "model/windows.h"

namespace glance {
namespace {

std::string Text(const std::vector<uint32_t>& shape) {
  std::string text = "(";
  for (const uint32_t dimension : shape) {
    if (text.size() > 1) text += ", ";
    text += std::to_string(dimension);
  }
  return text + ")";
}

using Sides = std::array<uint32_t, 3>;  // height, width, channels

Sides SidesOf(const ValueShape& shape) { return {shape.height, shape.width, shape.channels}; }
ValueShape ShapeOfSides(const Sides& sides) { return {sides[0], sides[1], sides[2]}; }

// 0 where it is more than a value may have.
uint64_t ProductOf(std::span<const uint32_t> sizes) {
  uint64_t product = 1;
  for (const uint32_t size : sizes) {
    if (product > kMaxValueElements) return 0;
    product *= size;
  }
  return product;
}

std::unexpected<Error> BadShape(TextPieces message) {
  return Fail(error_code::kModelBadShape, message);
}

// Infers one operation's output shape; one function a kind.
class ShapeOf {
 public:
  ShapeOf(const Model& model, const std::vector<ValueShape>& shapes)
      : model_(model), shapes_(shapes) {}

  Result<ValueShape> operator()(const Conv2d& conv) const {
    const ValueShape& input = At(conv.input);
    const auto& weight = model_.tensors[conv.weights.weight].shape;
    const bool fits = weight.size() == 4 && weight[0] % conv.groups == 0 &&
                      uint64_t{weight[3]} * conv.groups == input.channels;
    if (!fits) return WeightMismatch(conv.weights.weight, "(O, kh, kw, I / groups)", input);
    TRY(CheckVector(conv.weights.bias, weight[0]));
    TRY(CheckVector(conv.weights.scale, weight[0]));
    TRY_ASSIGN(ValueShape output,
               SlideWeights(weight, input, conv.stride, conv.dilation, conv.padding));
    output.channels = weight[0];
    return output;
  }

  Result<ValueShape> operator()(const DepthwiseConv2d& conv) const {
    const ValueShape& input = At(conv.input);
    const auto& weight = model_.tensors[conv.weights.weight].shape;
    const bool fits =
        weight.size() == 4 && weight[0] == 1 && weight[3] % std::max(input.channels, 1U) == 0;
    if (!fits) return WeightMismatch(conv.weights.weight, "(1, kh, kw, C * m)", input);
    TRY(CheckVector(conv.weights.bias, weight[3]));
    TRY(CheckVector(conv.weights.scale, weight[3]));
    TRY_ASSIGN(ValueShape output,
               SlideWeights(weight, input, conv.stride, conv.dilation, conv.padding));
    output.channels = weight[3];
    return output;
  }

  Result<ValueShape> operator()(const Dense& dense) const {
    const ValueShape& input = At(dense.input);
    const auto& weight = model_.tensors[dense.weights.weight].shape;
    const bool fits =
        weight.size() == 2 && input.height == 1 && input.width == 1 && weight[1] == input.channels;
    if (!fits) return WeightMismatch(dense.weights.weight, "(O, I)", input);
    TRY(CheckVector(dense.weights.bias, weight[0]));
    TRY(CheckVector(dense.weights.scale, weight[0]));
    return ValueShape{1, 1, weight[0]};
  }

  Result<ValueShape> operator()(const Binary& binary) const {
    const ValueShape& a = At(binary.a);
    if (binary.constant != kNone) return WithConstant(a, binary.constant);
    const ValueShape& b = At(binary.b);
    const ValueShape result{std::max(a.height, b.height), std::max(a.width, b.width),
                            std::max(a.channels, b.channels)};
    if (IsBroadcast(a, result) && IsBroadcast(b, result)) return result;
    return BadShape({"shapes ", ToText(a), " and ", ToText(b), " do not go together"});
  }

  Result<ValueShape> operator()(const Concat& concat) const {
    const size_t axis = concat.axis - 1;
    const ValueShape& first = At(concat.inputs.front());
    Sides output = SidesOf(first);
    uint64_t total = 0;
    for (const ValueId id : concat.inputs) {
      Sides sides = SidesOf(At(id));
      total += sides[axis];
      sides[axis] = output[axis];
      if (sides != output) {
        return BadShape({"shapes ", ToText(first), " and ", ToText(At(id)), " differ beside axis ",
                         concat.axis});
      }
    }
    if (total > kMaxValueElements) {
      return Fail(error_code::kModelTooLarge, {"a value of ", total, " along axis ", concat.axis});
    }
    output[axis] = static_cast<uint32_t>(total);
    return ShapeOfSides(output);
  }

  Result<ValueShape> operator()(const Rearrange& rearrange) const {
    const ValueShape& input = At(rearrange.input);
    const uint64_t elements = input.elements();
    if (ProductOf(rearrange.view) != elements || ProductOf(rearrange.shape) != elements) {
      return BadShape({ToText(input), " has other elements than 'view' or 'shape'"});
    }
    return ShapeOfSides(rearrange.shape);
  }

  Result<ValueShape> operator()(const Slice& slice) const {
    const Sides input = SidesOf(At(slice.input));
    for (size_t axis = 0; axis < input.size(); ++axis) {
      if (uint64_t{slice.begin[axis]} + slice.size[axis] > input[axis]) {
        return BadShape({ToText(At(slice.input)), " ends before the slice along axis ", axis + 1});
      }
    }
    return ShapeOfSides(slice.size);
  }

  Result<ValueShape> operator()(const Pad& pad) const {
    ValueShape output = At(pad.input);
    output.height += pad.padding.top + pad.padding.bottom;
    output.width += pad.padding.left + pad.padding.right;
    return output;
  }

  Result<ValueShape> operator()(const MatMul& product) const {
    const ValueShape& a = At(product.a);
    const ValueShape& b = At(product.b);
    if (a.height == b.height && a.channels == b.channels) {
      return ValueShape{a.height, a.width, b.width};
    }
    return BadShape({"shapes ", ToText(a), " and ", ToText(b), " differ in height or channels"});
  }

  Result<ValueShape> operator()(const MaxPool& pool) const {
    return Pool(At(pool.input), {pool.kernel, pool.stride, pool.dilation}, pool.padding,
                pool.ceil_mode);
  }

  Result<ValueShape> operator()(const AveragePool& pool) const {
    return Pool(At(pool.input), {pool.kernel, pool.stride, {}}, pool.padding, pool.ceil_mode);
  }

  Result<ValueShape> operator()(const GlobalAveragePool& pool) const {
    return ValueShape{1, 1, At(pool.input).channels};
  }

  Result<ValueShape> operator()(const ChannelAverage& average) const {
    const ValueShape& input = At(average.input);
    return ValueShape{input.height, input.width, 1};
  }

  Result<ValueShape> operator()(const Unary& unary) const { return At(unary.input); }

  Result<ValueShape> operator()(const Normalization& norm) const {
    const ValueShape& input = At(norm.input);
    if (norm.groups == Normalization::kEachPixel || input.channels % norm.groups == 0) return input;
    return BadShape({norm.groups, " groups of the channels of ", ToText(input)});
  }

  Result<ValueShape> operator()(const Convert& convert) const { return At(convert.input); }

 private:
  const ValueShape& At(ValueId id) const { return shapes_[id]; }

  // Whether each side of `small` is that of `large`, or 1.
  static bool IsBroadcast(const ValueShape& small, const ValueShape& large) {
    return (small.height == 1 || small.height == large.height) &&
           (small.width == 1 || small.width == large.width) &&
           (small.channels == 1 || small.channels == large.channels);
  }

  std::unexpected<Error> WeightMismatch(TensorId id, const char* layout,
                                        const ValueShape& input) const {
    const Tensor& weight = model_.tensors[id];
    return BadShape({"tensor '", weight.name, "' of shape ", Text(weight.shape),
                     " does not fit the input ", ToText(input), "; its layout is ", layout});
  }

  // A bias or a list of scales: one value a channel.
  Result<void> CheckVector(TensorId id, uint32_t channels) const {
    if (id == kNone) return {};
    const Tensor& vector = model_.tensors[id];
    if (vector.shape.size() == 1 && vector.shape[0] == channels) return {};
    return BadShape(
        {"tensor '", vector.name, "' of shape ", Text(vector.shape), ", want (", channels, ")"});
  }

  Result<ValueShape> SlideWeights(const std::vector<uint32_t>& weight, const ValueShape& input,
                                  HeightWidth stride, HeightWidth dilation,
                                  const Padding& padding) const {
    const HeightWidth kernel{weight[1], weight[2]};
    if (kernel.height > Fields::kMaxStep || kernel.width > Fields::kMaxStep) {
      return BadShape({"a kernel of ", Text(weight)});
    }
    const Windows windows{kernel, stride, dilation};
    return CountWindows(input, ResolvePadding(padding, input, windows, false), windows);
  }

  static Result<ValueShape> Pool(const ValueShape& input, const Windows& windows,
                                 const Padding& given, bool ceil_mode) {
    const auto padding = ResolvePadding(given, input, windows, ceil_mode);
    TRY_ASSIGN(const ValueShape counted, CountWindows(input, padding, windows));
    TRY(CheckEachHoldsAPixel(input, padding, windows, counted));
    return counted;
  }

  Result<ValueShape> WithConstant(const ValueShape& a, TensorId id) const {
    const Tensor& constant = model_.tensors[id];
    const auto& shape = constant.shape;
    const bool fits =
        (shape.size() == 1 && (shape[0] == 1 || shape[0] == a.channels)) ||
        (shape.size() == 3 && IsBroadcast(ValueShape{shape[0], shape[1], shape[2]}, a));
    if (fits) return a;
    return BadShape({"tensor '", constant.name, "' of shape ", Text(constant.shape),
                     " does not go with ", ToText(a)});
  }

  const Model& model_;
  const std::vector<ValueShape>& shapes_;
};

}  // namespace

Result<std::vector<ValueShape>> InferShapes(const Model& model, uint32_t height_px,
                                            uint32_t width_px) {
  std::vector<ValueShape> shapes(model.graph.value_names.size());
  shapes[0] = {height_px, width_px, 3};
  if (shapes[0].too_large()) {
    return Fail(error_code::kModelTooLarge, {"an input of ", ToText(shapes[0])});
  }
  for (size_t i = 0; i < model.graph.operations.size(); ++i) {
    const Operation& operation = model.graph.operations[i];
    auto shape = std::visit(ShapeOf(model, shapes), operation.kind);
    const std::string place =
        Join({"operation ", i, " (writes '", model.graph.value_names[operation.output], "')"});
    if (!shape) return Fail(shape.error().code, {place, ": ", shape.error().message});
    if (shape->too_large()) {
      return Fail(error_code::kModelTooLarge, {place, ": a value of ", ToText(*shape)});
    }
    shapes[operation.output] = *shape;
  }
  return shapes;
}

}  // namespace glance
