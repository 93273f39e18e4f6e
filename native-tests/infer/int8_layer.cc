#include "infer/int8_layer.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <utility>
#include <variant>

namespace glance::test {
namespace {

constexpr float kInputScale = 0x1p-6F, kOutputScale = 0x1p-4F;

std::string QuantizationJson(float scale, int zero_point) {
  return R"("quantization": {"scale": )" + std::to_string(scale) +
         ", \"zero_point\": " + std::to_string(zero_point) + "}";
}

// A third of them is `low`, a third `high`.
int Draw(RandomNumbers& random, int low, int high, const Int8Layer& layer) {
  if (layer.only_lowest) return low;
  const uint32_t kind = random.Int(0, layer.only_extremes ? 1 : 2);
  if (kind < 2) return kind == 0 ? low : high;
  return low + static_cast<int>(random.Int(0, static_cast<uint32_t>(high - low)));
}

// Channel c of the result is value c of `taps` pixels with three channels each. They are only
// copied.
std::string CopiedChannels(Sketch& sketch, uint32_t channels, uint32_t taps) {
  std::vector<float> weight(size_t{channels} * taps * 3);
  for (uint32_t c = 0; c < channels; ++c) weight[size_t{c} * taps * 3 + c] = 1;
  return sketch.Append("conv2d", Named("input", "image") + ", \"weight\": " +
                                     sketch.Tensor({channels, 1, taps, 3}, weight, "F32") + ", " +
                                     Pair("stride", 1, taps));
}

std::string WeightsJson(Sketch& sketch, const Int8Layer& layer, uint32_t outputs) {
  size_t count = 1;
  for (const uint32_t dimension : layer.weight_shape) count *= dimension;
  std::vector<float> weight(count), scales(outputs), bias(outputs);
  RandomNumbers& random = sketch.random;
  for (float& value : weight) {
    value = static_cast<float>(Draw(random, -layer.largest, layer.largest, layer));
  }
  for (float& scale : scales) {
    scale = std::ldexp(layer.any_scales ? random.Float(1, 2) : 1.0F,
                       -static_cast<int>(random.Int(4, 10)));
  }
  for (float& value : bias) value = static_cast<float>(random.Int(0, 1 << 17)) - (1 << 16);
  const std::string json = "\"weight\": " + sketch.Tensor(layer.weight_shape, weight, "I8") +
                           ", \"weight_scale\": " + sketch.Tensor({outputs}, scales, "F32");
  return random.Bool() ? json : json + ", \"bias\": " + sketch.Tensor({outputs}, bias, "I32");
}

// The layer's sums in steps, before they are scaled.
struct IntegerSums {
  const Model& model;
  const Map& in;

  Tensor Weight(TensorId id, std::vector<float>& values) const {
    Tensor tensor = model.tensors[id];
    values.assign(tensor.Int8s().begin(), tensor.Int8s().end());
    tensor.type = DataType::kFloat32;
    tensor.bytes = {reinterpret_cast<const uint8_t*>(values.data()), values.size() * sizeof(float)};
    return tensor;
  }
  std::vector<float> Bias(TensorId id) const {
    if (id == kNone) return {};
    const ByteSpan bytes = model.tensors[id].bytes;
    std::vector<int32_t> values(bytes.size() / sizeof(int32_t));
    std::memcpy(values.data(), bytes.data(), bytes.size());
    return {values.begin(), values.end()};
  }

  Map operator()(auto layer) const {  // a convolution
    layer.clamp = {};
    std::vector<float> values;
    const Tensor weight = Weight(layer.weights.weight, values);
    return Evaluate(layer, in, weight, Bias(layer.weights.bias));
  }
  Map operator()(const Dense& dense) const {
    std::vector<float> values;
    Tensor weight = Weight(dense.weights.weight, values);
    weight.shape = {weight.shape[0], 1, 1, weight.shape[1]};
    return Evaluate(Conv2d{}, in, weight, Bias(dense.weights.bias));
  }
};

using Layer = std::variant<Conv2d, DepthwiseConv2d, Dense>;

Layer LayerOf(const Operation& operation) {
  if (const auto* conv = std::get_if<Conv2d>(&operation.kind)) return *conv;
  if (const auto* conv = std::get_if<DepthwiseConv2d>(&operation.kind)) return *conv;
  return std::get<Dense>(operation.kind);
}

}  // namespace

Int8Network MakeInt8Network(const Int8Layer& layer, uint32_t seed) {
  const uint32_t taps = (layer.inputs + 2) / 3;
  const uint32_t outputs =
      layer.op == "depthwise_conv2d" ? layer.weight_shape[3] : layer.weight_shape[0];
  Sketch sketch(seed, layer.height_px, layer.width_px * taps);
  RandomNumbers& random = sketch.random;
  const int from = static_cast<int>(random.Int(0, 255)) - 128;
  const int to = static_cast<int>(random.Int(0, 200)) - 100;  // a clamp at 0 leaves several values
  const std::string input =
      sketch.Append("convert", Named("input", CopiedChannels(sketch, layer.inputs, taps)) + ", " +
                                   QuantizationJson(kInputScale, from));
  const std::string result =
      sketch.Append(layer.op, Named("input", input) + ", " + WeightsJson(sketch, layer, outputs) +
                                  ", " + QuantizationJson(kOutputScale, to) + layer.attributes);
  const std::string features = sketch.Append("convert", Named("input", result));

  const size_t pixels = size_t{layer.height_px} * layer.width_px;
  Int8Network network{sketch.Finish(features, outputs), std::vector<float>(pixels * taps * 3),
                      Map(layer.height_px, layer.width_px, layer.inputs)};
  for (size_t i = 0; i < pixels * layer.inputs; ++i) {
    const int steps = Draw(random, -128, 127, layer) - from;
    network.steps.values[i] = steps;
    network.image[i / layer.inputs * taps * 3 + i % layer.inputs] =
        kInputScale * static_cast<float>(steps);
  }
  return network;
}

std::vector<float> WantedFeatures(const Model& model, const Map& steps) {
  const Operation& operation = model.graph.operations[2];
  const Layer layer = LayerOf(operation);
  const auto [weight_scale, clamp] =
      std::visit([](const auto& kind) { return std::pair(kind.weights.scale, kind.clamp); }, layer);
  const int zero_point = model.graph.quantization.at(operation.output).zero_point;
  const Map sums = std::visit(IntegerSums{model, steps}, layer);
  std::vector<float> features;
  for (size_t i = 0; i < sums.values.size(); ++i) {
    const double scale = model.tensors[weight_scale].Floats()[i % sums.channels];
    const double whole = std::nearbyint(sums.values[i] * kInputScale * scale / kOutputScale);
    const double low = std::max<double>(clamp.low / kOutputScale, -128 - zero_point);
    const double high = std::min<double>(clamp.high / kOutputScale, 127 - zero_point);
    features.push_back(kOutputScale * static_cast<float>(std::clamp(whole, low, high)));
  }
  return features;
}

}  // namespace glance::test
