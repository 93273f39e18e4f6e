#include "infer/oracle.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
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

// The index in `map` that goes with value `i` of the larger one, (.., .., channels).
size_t Broadcast(const Map& map, size_t i) {
  if (map.values.size() == 1) return 0;
  return map.height * map.width == 1 ? i % map.channels : i;
}

Map EvaluateBinary(const Binary& binary, const Map& a, const Map& b) {
  const Map& larger = a.values.size() >= b.values.size() ? a : b;
  Map out(larger.height, larger.width, larger.channels);
  for (size_t i = 0; i < out.values.size(); ++i) {
    const size_t at_a = Broadcast(a, i), at_b = Broadcast(b, i);
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
  Map map(1, 1, tensor.shape[0]);
  std::copy(tensor.Floats().begin(), tensor.Floats().end(), map.values.begin());
  return map;
}

Map EvaluateConcat(const std::vector<const Map*>& inputs) {
  uint32_t channels = 0;
  for (const Map* in : inputs) channels += in->channels;
  Map out(inputs[0]->height, inputs[0]->width, channels);
  uint32_t first = 0;
  for (const Map* in : inputs) {
    for (size_t i = 0; i < in->values.size(); ++i) {
      const size_t at = i / in->channels * channels + first + i % in->channels;
      out.values[at] = in->values[i];
      out.errors[at] = in->errors[i];
    }
    first += in->channels;
  }
  return out;
}

// The function's value; the bound is its steepest slope times the input's, and some roundings of
// its parts.
void Apply(UnaryKind kind, double* value, double* error) {
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
      return;  // not elementwise: EvaluateNormalization
    case UnaryKind::kHardSwish:
      *value = x * ramp;
      *error = *error * 1.5 + kEpsilon * std::abs(x) * (std::abs(x) + 3);
      return;
  }
}

// Each pixel's channels, scaled to length 1. A change of an input moves the result by it and by
// what it changes of the length, each at most |change| / length; 8 epsilons for the reciprocal of a
// root.
Map EvaluateNormalization(const Map& in) {
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
    for (const ValueId id : concat.inputs) inputs.push_back(&values_[id]);
    return EvaluateConcat(inputs);
  }
  Map operator()(const MaxPool& pool) const { return Evaluate(pool, values_[pool.input]); }
  Map operator()(const AveragePool& pool) const { return Evaluate(pool, values_[pool.input]); }
  Map operator()(const GlobalAveragePool& pool) const {
    return EvaluateGlobalAverage(pool, values_[pool.input]);
  }
  Map operator()(const Unary& unary) const {
    if (unary.kind == UnaryKind::kL2Normalize) return EvaluateNormalization(values_[unary.input]);
    Map out = values_[unary.input];
    for (size_t i = 0; i < out.values.size(); ++i) {
      Apply(unary.kind, &out.values[i], &out.errors[i]);
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
