// Graph -> XNNPACK subgraph: defines values and constants, and one method an operation.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <vector>

#include "base/buffer.h"
#include "base/result.h"
#include "infer/handles.h"
#include "model/model.h"
#include "model/shapes.h"
#include "model/windows.h"

namespace glance {

class SubgraphBuilder {
 public:
  // `shapes` is InferShapes' answer for `model`; both must outlive the builder. `externals` are the
  // values that the caller reads or writes, the input first; XNNPACK's external id is the position
  // in this list.
  SubgraphBuilder(const Model& model, const std::vector<ValueShape>& shapes,
                  std::vector<ValueId> externals)
      : model_(model), shapes_(shapes), externals_(std::move(externals)) {}

  // Defines everything. Fails with infer/backend, model/too-large or memory/exhausted.
  Result<void> Build();

  xnn_subgraph_t subgraph() const { return subgraph_.get(); }

  // Constants that XNNPACK reads while it runs: they must live as long as the runtime.
  std::vector<Buffer<float>> TakeConstants() { return std::move(constants_); }

  // One method an operation; `output` is the value that it writes.
  Result<void> Define(const Conv2d& conv, ValueId output);
  Result<void> Define(const DepthwiseConv2d& conv, ValueId output);
  Result<void> Define(const Dense& dense, ValueId output);
  Result<void> Define(const Binary& binary, ValueId output);
  Result<void> Define(const Concat& concat, ValueId output);
  Result<void> Define(const Rearrange& rearrange, ValueId output);
  Result<void> Define(const Slice& slice, ValueId output);
  Result<void> Define(const Pad& pad, ValueId output);
  Result<void> Define(const MatMul& product, ValueId output);
  Result<void> Define(const MaxPool& pool, ValueId output);
  Result<void> Define(const AveragePool& pool, ValueId output);
  Result<void> Define(const GlobalAveragePool& pool, ValueId output);
  Result<void> Define(const ChannelAverage& average, ValueId output);
  Result<void> Define(const Unary& unary, ValueId output);
  Result<void> Define(const Normalization& norm, ValueId output);
  Result<void> Define(const Convert& convert, ValueId output);

 private:
  using XnnId = uint32_t;

  // What a pool reads: a value and the padding around it.
  struct PoolSource {
    XnnId id;
    ValueShape shape;
    ResolvedPadding padding;
  };

  Result<void> DefineValue(ValueId id);
  // `quantization` makes it int8; nullptr float32.
  Result<XnnId> DefineTensor(const ValueShape& shape, const Quantization* quantization,
                             uint32_t external_id, uint32_t flags);
  // A value between two operations of ours that is no value of the graph.
  Result<XnnId> DefineTemporary(const ValueShape& shape,
                                const Quantization* quantization = nullptr);
  // The same, float32, of any number of dimensions; the elements are counted already.
  Result<XnnId> DefineTemporary(std::span<const size_t> dimensions);
  // nullptr for a float32 value.
  const Quantization* QuantizationOf(ValueId id) const;
  // A float32 tensor of the file, read while the runtime is created only.
  Result<XnnId> DefineFloats(TensorId id);
  // An int8 or int32 tensor with one scale for each index of `channel_dimension`; the same.
  Result<XnnId> DefineChannelwise(TensorId id, const float* scales, size_t channel_dimension);

  // The weight and bias of a convolution or dense layer.
  struct WeightIds {
    XnnId weight = XNN_INVALID_VALUE_ID;
    XnnId bias = XNN_INVALID_VALUE_ID;  // stays so when there is none
  };
  Result<WeightIds> DefineWeights(const Weights& weights, ValueId input, size_t channel_dimension);
  Result<XnnId> DefineInt32Bias(TensorId bias, TensorId scale, ValueId input);
  Result<XnnId> DefineUnscaledBias(TensorId bias, TensorId scale);
  // A constant vector, copied with readable padding and kept.
  Result<XnnId> DefineConstant(std::span<const float> values);
  // The same of several dimensions.
  Result<XnnId> DefineConstant(std::span<const float> values, std::span<const size_t> dimensions);

  Result<void> DefineBinary(xnn_binary_operator kind, XnnId a, XnnId b, XnnId output,
                            const Clamp& clamp);
  Result<void> DefineHardSigmoid(XnnId input, ValueId output);
  Result<void> DefineL2Normalize(const Unary& unary, ValueId output);
  Result<void> DefineClamp(XnnId input, XnnId output, const Clamp& clamp);
  Result<void> DefinePower(const Unary& power, ValueId output);
  // The mean of `input` over these axes of (1, h, w, C), which become 1.
  Result<void> DefineMean(XnnId input, std::span<const size_t> axes, XnnId output);
  // The mean of what Normalization takes together, as a new value that is broadcast to the input's
  // shape; `input` has the shape of `norm`'s input.
  Result<XnnId> DefineMeanOf(const Normalization& norm, XnnId input);
  // One value a channel: the mean of each group of them.
  Result<XnnId> DefineMeanOfGroups(XnnId input, uint32_t channels, uint32_t groups);
  // A value of another shape with the same elements.
  Result<void> DefineReshape(XnnId input, std::span<const size_t> dimensions, XnnId output);
  Result<void> DefineMaxPool(const PoolSource& source, const Windows& windows, const Clamp& clamp,
                             XnnId output);
  Result<void> DefineAveragePool(const PoolSource& source, const Windows& windows,
                                 const Clamp& clamp, XnnId output);
  // Makes `part` of the source's padding pixels of `value`.
  Result<void> FillPadding(PoolSource& source, const ResolvedPadding& part, float value);

  XnnId At(ValueId id) const { return ids_.at(id); }

  const Model& model_;
  const std::vector<ValueShape>& shapes_;
  std::vector<ValueId> externals_;
  SubgraphHandle subgraph_;
  std::map<ValueId, XnnId> ids_;
  uint64_t elements_ = 0;  // of all values so far
  std::vector<Buffer<float>> constants_;
};

}  // namespace glance
