#include "infer/oracle.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <map>
#include <variant>

namespace glance::test {
namespace {

constexpr double kEpsilon = std::numeric_limits<float>::epsilon();

Map EvaluateDense(const Dense& dense, const Map& in, const Tensor& weight,
                  std::span<const float> bias) {
  Map out(1, 1, weight.shape[0]);
  for (uint32_t o = 0; o < out.channels; ++o) {
    Sum sum;
    if (!bias.empty()) sum.Add(bias[o], 1, 0);
    for (uint32_t i = 0; i < in.channels; ++i) {
      sum.Add(weight.Floats()[size_t{o} * in.channels + i], in.values[i], in.errors[i]);
    }
    out.values[o] = sum.value;
    out.errors[o] = sum.Bound();
  }
  ClampInPlace(dense.clamp, out);
  return out;
}

Map EvaluateGlobalAverage(const GlobalAveragePool& pool, const Map& in) {
  Map out(1, 1, in.channels);
  for (uint32_t c = 0; c < in.channels; ++c) {
    Sum sum;
    for (size_t i = c; i < in.values.size(); i += in.channels) {
      sum.Add(1.0 / (in.height * in.width), in.values[i], in.errors[i]);
    }
    out.values[c] = sum.value;
    out.errors[c] = sum.Bound();
  }
  ClampInPlace(pool.clamp, out);
  return out;
}

// The index in `map` that goes with value `i` of `out`: 0 along each side that is 1.
size_t Broadcast(const Map& map, const Map& out, size_t i) {
  const auto c = static_cast<uint32_t>(i % out.channels);
  const auto x = static_cast<uint32_t>(i / out.channels % out.width);
  const auto y = static_cast<uint32_t>(i / out.channels / out.width);
  return map.Index(map.height == 1 ? 0 : y, map.width == 1 ? 0 : x, map.channels == 1 ? 0 : c);
}

Map EvaluateBinary(const Binary& binary, const Map& a, const Map& b) {
  Map out(std::max(a.height, b.height), std::max(a.width, b.width),
          std::max(a.channels, b.channels));
  for (size_t i = 0; i < out.values.size(); ++i) {
    const size_t at_a = Broadcast(a, out, i), at_b = Broadcast(b, out, i);
    const double x = a.values[at_a], y = b.values[at_b];
    Sum sum;
    if (binary.kind == BinaryKind::kAdd) {
      sum.Add(1, x, a.errors[at_a]);
      sum.Add(1, y, b.errors[at_b]);
    } else {
      sum.Add(y, x, a.errors[at_a]);
      sum.error += std::abs(x) * b.errors[at_b] + a.errors[at_a] * b.errors[at_b];
    }
    out.values[i] = sum.value;
    out.errors[i] = sum.Bound();
  }
  ClampInPlace(binary.clamp, out);
  return out;
}

Map ConstantMap(const Tensor& tensor) {
  const bool is_map = tensor.shape.size() == 3;
  Map map(is_map ? tensor.shape[0] : 1, is_map ? tensor.shape[1] : 1, tensor.shape.back());
  std::copy(tensor.Floats().begin(), tensor.Floats().end(), map.values.begin());
  return map;
}

// Calls place(y, x, c) of `from` for each of its elements, which goes to the one of `to`.
template <typename Place>
void PutAll(const Map& from, Map& to, const Place& place) {
  for (uint32_t y = 0; y < from.height; ++y) {
    for (uint32_t x = 0; x < from.width; ++x) {
      for (uint32_t c = 0; c < from.channels; ++c) {
        const size_t at = place(y, x, c);
        to.values[at] = from.values[from.Index(y, x, c)];
        to.errors[at] = from.errors[from.Index(y, x, c)];
      }
    }
  }
}

Map EvaluateConcat(const std::vector<const Map*>& inputs, uint32_t axis) {
  const Map& first = *inputs[0];
  std::array<uint32_t, 4> sides{1, first.height, first.width, first.channels}, start{};
  sides[axis] = 0;
  for (const Map* in : inputs) {
    sides[axis] += std::array{1U, in->height, in->width, in->channels}[axis];
  }
  Map out(sides[1], sides[2], sides[3]);
  for (const Map* in : inputs) {
    PutAll(*in, out, [&](uint32_t y, uint32_t x, uint32_t c) {
      return out.Index(start[1] + y, start[2] + x, start[3] + c);
    });
    start[axis] += std::array{1U, in->height, in->width, in->channels}[axis];
  }
  return out;
}

Map EvaluateSlice(const Slice& slice, const Map& in) {
  Map out(slice.size[0], slice.size[1], slice.size[2]);
  for (uint32_t y = 0; y < out.height; ++y) {
    for (uint32_t x = 0; x < out.width; ++x) {
      for (uint32_t c = 0; c < out.channels; ++c) {
        const size_t from = in.Index(slice.begin[0] + y, slice.begin[1] + x, slice.begin[2] + c);
        out.values[out.Index(y, x, c)] = in.values[from];
        out.errors[out.Index(y, x, c)] = in.errors[from];
      }
    }
  }
  return out;
}

Map EvaluatePad(const Pad& pad, const Map& in) {
  Map out(in.height + pad.padding.top + pad.padding.bottom,
          in.width + pad.padding.left + pad.padding.right, in.channels);
  PutAll(in, out, [&](uint32_t y, uint32_t x, uint32_t c) {
    return out.Index(pad.padding.top + y, pad.padding.left + x, c);
  });
  return out;
}

// Element by element: its place along each axis of the view, then of the view in its new order.
Map EvaluateRearrange(const Rearrange& rearrange, const Map& in) {
  Map out(rearrange.shape[0], rearrange.shape[1], rearrange.shape[2]);
  const size_t axes = rearrange.view.size();
  for (size_t i = 0; i < in.values.size(); ++i) {
    std::vector<size_t> place(axes);
    size_t rest = i;
    for (size_t axis = axes; axis-- > 0; rest /= rearrange.view[axis]) {
      place[axis] = rest % rearrange.view[axis];
    }
    size_t at = 0;
    for (const uint32_t axis : rearrange.order) at = at * rearrange.view[axis] + place[axis];
    out.values[at] = in.values[i];
    out.errors[at] = in.errors[i];
  }
  return out;
}

Map EvaluateMatMul(const Map& a, const Map& b) {
  Map out(a.height, a.width, b.width);
  for (uint32_t y = 0; y < out.height; ++y) {
    for (uint32_t m = 0; m < a.width; ++m) {
      for (uint32_t n = 0; n < b.width; ++n) {
        Sum sum;
        for (uint32_t k = 0; k < a.channels; ++k) {
          const size_t at_a = a.Index(y, m, k), at_b = b.Index(y, n, k);
          sum.Add(a.values[at_a], b.values[at_b], b.errors[at_b]);
          sum.error += a.errors[at_a] * (std::abs(b.values[at_b]) + b.errors[at_b]);
        }
        out.values[out.Index(y, m, n)] = sum.value;
        out.errors[out.Index(y, m, n)] = sum.Bound();
      }
    }
  }
  return out;
}

// An exponential moves in proportion to what its exponent moves; so does the sum of all of them.
Map EvaluateSoftmax(const Map& in) {
  Map out = in;
  for (size_t first = 0; first < in.values.size(); first += in.channels) {
    double largest = -std::numeric_limits<double>::infinity(), moved = 0, total = 0;
    for (size_t c = first; c < first + in.channels; ++c) {
      largest = std::max(largest, in.values[c]);
      moved = std::max(moved, in.errors[c] + kEpsilon * std::abs(in.values[c]));
    }
    for (size_t c = first; c < first + in.channels; ++c) {
      total += out.values[c] = std::exp(in.values[c] - largest);
    }
    for (size_t c = first; c < first + in.channels; ++c) {
      out.values[c] /= total;
      out.errors[c] = out.values[c] * (4 * moved + kEpsilon * (8 + std::sqrt(in.channels))) +
                      std::numeric_limits<float>::min();
    }
  }
  return out;
}

Map EvaluateChannelAverage(const Map& in) {
  Map out(in.height, in.width, 1);
  for (size_t i = 0; i < out.values.size(); ++i) {
    Sum sum;
    for (uint32_t c = 0; c < in.channels; ++c) {
      const size_t at = i * in.channels + c;
      sum.Add(1.0 / in.channels, in.values[at], in.errors[at]);
    }
    out.values[i] = sum.value;
    out.errors[i] = sum.Bound();
  }
  return out;
}

// The elements at `places` become (x - mean) / sqrt(variance + epsilon). The bounds add up what the
// mean, each difference and the root are off by; 8 epsilons for the reciprocal of a root.
void NormalizeTogether(const std::vector<size_t>& places, double epsilon, const Map& in, Map& out) {
  const auto count = static_cast<double>(places.size());
  Sum mean, variance;
  for (const size_t at : places) mean.Add(1 / count, in.values[at], in.errors[at]);
  std::vector<double> errors;
  for (const size_t at : places) {
    const double centred = in.values[at] - mean.value;
    errors.push_back(in.errors[at] + mean.Bound() + kEpsilon * std::abs(centred));
    variance.Add(centred / count, centred, 2 * errors.back());
    variance.error += errors.back() * errors.back() / count;
  }
  const double raised = variance.value + epsilon;
  const double relative = (variance.Bound() + kEpsilon * raised) / (2 * raised) + 8 * kEpsilon;
  for (size_t i = 0; i < places.size(); ++i) {
    const double value = (in.values[places[i]] - mean.value) / std::sqrt(raised);
    out.values[places[i]] = value;
    out.errors[places[i]] = errors[i] / std::sqrt(raised) + std::abs(value) * relative;
  }
}

Map EvaluateNorm(const Normalization& norm, const Map& in) {
  const bool each_pixel = norm.groups == Normalization::kEachPixel;
  const uint32_t group_channels = each_pixel ? in.channels : in.channels / norm.groups;
  std::map<size_t, std::vector<size_t>> together;
  for (size_t i = 0; i < in.values.size(); ++i) {
    together[each_pixel ? i / in.channels : i % in.channels / group_channels].push_back(i);
  }
  Map out = in;
  for (const auto& [key, places] : together) {
    NormalizeTogether(places, norm.epsilon, in, out);
  }
  return out;
}

// The function's value; the bound is its steepest slope times the input's, and some roundings of
// its parts.
void Apply(UnaryKind kind, double parameter, double* value, double* error) {
  const double x = *value;
  const double ramp = std::min(std::max(x + 3, 0.0), 6.0) / 6;
  switch (kind) {
    case UnaryKind::kClamp:
      return;
    case UnaryKind::kSigmoid:
      *value = 1 / (1 + std::exp(-x));
      *error = *error / 4 + 4 * kEpsilon * *value;
      return;
    case UnaryKind::kHardSigmoid:
      *value = ramp;
      *error = *error / 6 + kEpsilon * (std::abs(x) + 3) / 2;
      return;
    case UnaryKind::kL2Normalize:
    case UnaryKind::kSoftmax:
      return;  // not elementwise
    case UnaryKind::kGelu:
      *value = x * std::erfc(-x * std::sqrt(0.5)) / 2;
      *error = *error * 1.13 + 8 * kEpsilon * std::min(std::abs(x), 6.0 + std::abs(*value));
      return;
    case UnaryKind::kElu:
      *value = x < 0 ? parameter * std::expm1(x) : x;
      *error = *error * std::max(parameter, 1.0) + 4 * kEpsilon * (parameter + std::abs(x));
      return;
    case UnaryKind::kPower:
      *value = std::pow(x, parameter);
      *error = std::abs(*value) * (std::abs(parameter) * *error / std::abs(x) * 2 + 4 * kEpsilon);
      return;
    case UnaryKind::kHardSwish:
      *value = x * ramp;
      *error = *error * 1.5 + kEpsilon * std::abs(x) * (std::abs(x) + 3);
      return;
  }
}

// Each pixel's channels, scaled to length 1. A change of an input moves the result by it and by
// what it changes of the length, each at most |change| / length; 8 epsilons for the reciprocal of a
// root.
Map EvaluateLengths(const Map& in) {
  Map out = in;
  for (size_t first = 0; first < in.values.size(); first += in.channels) {
    Sum squares;
    double changes = 0;
    for (size_t c = 0; c < in.channels; ++c) {
      const double value = in.values[first + c], error = in.errors[first + c];
      squares.Add(value, value, 2 * error);
      changes += error * error;
    }
    const double length = std::max(std::sqrt(squares.value), 1e-12);
    const double relative = squares.Bound() / (2 * length * length) + 8 * kEpsilon;
    for (size_t c = 0; c < in.channels; ++c) {
      double& value = out.values[first + c];
      value /= length;
      out.errors[first + c] = in.errors[first + c] / length +
                              std::abs(value) * (relative + std::sqrt(changes) / length);
    }
  }
  return out;
}

class Evaluator {
 public:
  Evaluator(const Model& model, const std::vector<Map>& values) : model_(model), values_(values) {}

  Map operator()(const Conv2d& conv) const {
    return Evaluate(conv, values_[conv.input], model_.tensors[conv.weights.weight],
                    Floats(conv.weights.bias));
  }
  Map operator()(const DepthwiseConv2d& conv) const {
    return Evaluate(conv, values_[conv.input], model_.tensors[conv.weights.weight],
                    Floats(conv.weights.bias));
  }
  Map operator()(const Dense& dense) const {
    return EvaluateDense(dense, values_[dense.input], model_.tensors[dense.weights.weight],
                         Floats(dense.weights.bias));
  }
  Map operator()(const Binary& binary) const {
    const Map& a = values_[binary.a];
    if (binary.constant == kNone) return EvaluateBinary(binary, a, values_[binary.b]);
    return EvaluateBinary(binary, a, ConstantMap(model_.tensors[binary.constant]));
  }
  Map operator()(const Concat& concat) const {
    std::vector<const Map*> inputs;
    inputs.reserve(concat.inputs.size());
    for (const ValueId id : concat.inputs) inputs.push_back(&values_[id]);
    return EvaluateConcat(inputs, concat.axis);
  }
  Map operator()(const MaxPool& pool) const { return Evaluate(pool, values_[pool.input]); }
  Map operator()(const AveragePool& pool) const { return Evaluate(pool, values_[pool.input]); }
  Map operator()(const GlobalAveragePool& pool) const {
    return EvaluateGlobalAverage(pool, values_[pool.input]);
  }
  Map operator()(const Rearrange& rearrange) const {
    return EvaluateRearrange(rearrange, values_[rearrange.input]);
  }
  Map operator()(const Slice& slice) const { return EvaluateSlice(slice, values_[slice.input]); }
  Map operator()(const Pad& pad) const { return EvaluatePad(pad, values_[pad.input]); }
  Map operator()(const MatMul& product) const {
    return EvaluateMatMul(values_[product.a], values_[product.b]);
  }
  Map operator()(const ChannelAverage& average) const {
    return EvaluateChannelAverage(values_[average.input]);
  }
  Map operator()(const Normalization& norm) const {
    return EvaluateNorm(norm, values_[norm.input]);
  }
  Map operator()(const Unary& unary) const {
    if (unary.kind == UnaryKind::kL2Normalize) return EvaluateLengths(values_[unary.input]);
    if (unary.kind == UnaryKind::kSoftmax) return EvaluateSoftmax(values_[unary.input]);
    Map out = values_[unary.input];
    for (size_t i = 0; i < out.values.size(); ++i) {
      Apply(unary.kind, unary.parameter, &out.values[i], &out.errors[i]);
    }
    ClampInPlace(unary.clamp, out);
    return out;
  }
  Map operator()(const Convert& convert) const {
    ADD_FAILURE() << "the oracle computes float32 networks; int8 ones have goldens";
    return values_[convert.input];
  }

 private:
  std::span<const float> Floats(TensorId id) const {
    return id == kNone ? std::span<const float>() : model_.tensors[id].Floats();
  }

  const Model& model_;
  const std::vector<Map>& values_;
};

}  // namespace

void Sum::Add(double factor, double number, double number_error) {
  value += factor * number;
  error += std::abs(factor) * number_error;
  magnitude += std::abs(factor * number);
  ++terms;
}

double Sum::Bound() const {
  return error + kEpsilon * magnitude * std::sqrt(static_cast<double>(terms));
}

void ClampInPlace(const Clamp& clamp, Map& map) {
  for (double& value : map.values) {
    value = std::min(std::max(value, double{clamp.low}), double{clamp.high});
  }
}

std::vector<Map> Evaluate(const Model& model, const Map& image) {
  std::vector<Map> values{image};
  for (const Operation& operation : model.graph.operations) {
    values.push_back(std::visit(Evaluator(model, values), operation.kind));
  }
  return values;
}

}  // namespace glance::test
