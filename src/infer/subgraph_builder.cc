#include "infer/subgraph_builder.h"

#include <algorithm>
#include <array>
#include <limits>
#include <span>
#include <variant>
#include <vector>

#include "model/live_values.h"

namespace glance {
namespace {

using Dimensions = std::array<size_t, 4>;

// Values of a network, all together: XNNPACK adds up their bytes in size_t without a check.
constexpr uint64_t kMaxElements = std::numeric_limits<size_t>::max() / sizeof(float) / 4 * 3;

Dimensions DimensionsOf(const ValueShape& shape) {
  return {1, shape.height, shape.width, shape.channels};
}

}  // namespace

Result<void> SubgraphBuilder::Build() {
  xnn_subgraph_t subgraph = nullptr;
  const xnn_status status =
      xnn_create_subgraph(static_cast<uint32_t>(externals_.size()), 0, &subgraph);
  subgraph_.reset(subgraph);
  TRY(CheckStatus(status, "xnn_create_subgraph"));
  TRY(DefineValue(0));
  // XNNPACK stops the program at a value that nobody reads.
  const std::vector<bool> live = LiveValues(model_.graph, externals_);
  for (const Operation& operation : model_.graph.operations) {
    if (!live[operation.output]) continue;
    TRY(DefineValue(operation.output));
    TRY(std::visit([&](const auto& kind) { return Define(kind, operation.output); },
                   operation.kind));
  }
  return {};
}

Result<void> SubgraphBuilder::DefineValue(ValueId id) {
  const auto external = std::find(externals_.begin(), externals_.end(), id);
  uint32_t external_id = XNN_INVALID_VALUE_ID;
  uint32_t flags = 0;
  if (external != externals_.end()) {
    external_id = static_cast<uint32_t>(external - externals_.begin());
    flags = id == 0 ? XNN_VALUE_FLAG_EXTERNAL_INPUT : XNN_VALUE_FLAG_EXTERNAL_OUTPUT;
  }
  TRY_ASSIGN(ids_[id], DefineTensor(shapes_[id], QuantizationOf(id), external_id, flags));
  return {};
}

const Quantization* SubgraphBuilder::QuantizationOf(ValueId id) const {
  const auto found = model_.graph.quantization.find(id);
  return found == model_.graph.quantization.end() ? nullptr : &found->second;
}

Result<SubgraphBuilder::XnnId> SubgraphBuilder::DefineTemporary(const ValueShape& shape,
                                                                const Quantization* quantization) {
  return DefineTensor(shape, quantization, XNN_INVALID_VALUE_ID, 0);
}

Result<SubgraphBuilder::XnnId> SubgraphBuilder::DefineTemporary(
    std::span<const size_t> dimensions) {
  XnnId id = XNN_INVALID_VALUE_ID;
  TRY(CheckStatus(xnn_define_tensor_value(subgraph_.get(), xnn_datatype_fp32, dimensions.size(),
                                          dimensions.data(), nullptr, XNN_INVALID_VALUE_ID, 0, &id),
                  "xnn_define_tensor_value"));
  return id;
}

Result<SubgraphBuilder::XnnId> SubgraphBuilder::DefineTensor(const ValueShape& shape,
                                                             const Quantization* quantization,
                                                             uint32_t external_id, uint32_t flags) {
  elements_ += shape.elements();
  if (shape.too_large() || elements_ > kMaxElements) {
    return Fail(error_code::kModelTooLarge,
                {"the network's values are too large for this machine, at one of ", ToText(shape)});
  }
  const Dimensions dimensions = DimensionsOf(shape);
  XnnId id = XNN_INVALID_VALUE_ID;
  const auto status =
      quantization == nullptr
          ? xnn_define_tensor_value(subgraph_.get(), xnn_datatype_fp32, dimensions.size(),
                                    dimensions.data(), nullptr, external_id, flags, &id)
          : xnn_define_quantized_tensor_value(
                subgraph_.get(), xnn_datatype_qint8, quantization->zero_point, quantization->scale,
                dimensions.size(), dimensions.data(), nullptr, external_id, flags, &id);
  TRY(CheckStatus(status, "xnn_define_tensor_value"));
  return id;
}

Result<SubgraphBuilder::XnnId> SubgraphBuilder::DefineFloats(TensorId id) {
  const Tensor& tensor = model_.tensors[id];
  const std::vector<size_t> dimensions(tensor.shape.begin(), tensor.shape.end());
  XnnId xnn_id = XNN_INVALID_VALUE_ID;
  TRY(CheckStatus(xnn_define_tensor_value(subgraph_.get(), xnn_datatype_fp32, dimensions.size(),
                                          dimensions.data(), tensor.bytes.data(),
                                          XNN_INVALID_VALUE_ID, 0, &xnn_id),
                  "xnn_define_tensor_value"));
  return xnn_id;
}

Result<SubgraphBuilder::XnnId> SubgraphBuilder::DefineChannelwise(TensorId id, const float* scales,
                                                                  size_t channel_dimension) {
  const Tensor& tensor = model_.tensors[id];
  const std::vector<size_t> dimensions(tensor.shape.begin(), tensor.shape.end());
  const auto type = tensor.type == DataType::kInt8 ? xnn_datatype_qcint8 : xnn_datatype_qcint32;
  XnnId xnn_id = XNN_INVALID_VALUE_ID;
  TRY(CheckStatus(xnn_define_channelwise_quantized_tensor_value(
                      subgraph_.get(), type, scales, dimensions.size(), channel_dimension,
                      dimensions.data(), tensor.bytes.data(), XNN_INVALID_VALUE_ID, 0, &xnn_id),
                  "xnn_define_channelwise_quantized_tensor_value"));
  return xnn_id;
}

Result<SubgraphBuilder::XnnId> SubgraphBuilder::DefineConstant(std::span<const float> values) {
  const size_t dimension = values.size();
  return DefineConstant(values, {&dimension, 1});
}

Result<SubgraphBuilder::XnnId> SubgraphBuilder::DefineConstant(std::span<const float> values,
                                                               std::span<const size_t> dimensions) {
  TRY_ASSIGN(Buffer<float> copy, Buffer<float>::CopyOf(values));
  XnnId id = XNN_INVALID_VALUE_ID;
  TRY(CheckStatus(
      xnn_define_tensor_value(subgraph_.get(), xnn_datatype_fp32, dimensions.size(),
                              dimensions.data(), copy.data(), XNN_INVALID_VALUE_ID, 0, &id),
      "xnn_define_tensor_value"));
  constants_.push_back(std::move(copy));
  return id;
}

}  // namespace glance
