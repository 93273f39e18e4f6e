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

namespace glance {

class SubgraphBuilder {
 public:
  // `shapes` is InferShapes' answer for `model`; both must outlive the builder. `externals` are the
  // values that the caller reads or writes, the input first; XNNPACK's external id is the position
  // in this list.
  SubgraphBuilder(const Model& model, const std::vector<ValueShape>& shapes,
                  std::vector<ValueId> externals)
      : model_(model), shapes_(shapes), externals_(std::move(externals)) {}

  // Defines everything. Fails with infer/backend or memory/exhausted.
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
  Result<void> Define(const MaxPool& pool, ValueId output);
  Result<void> Define(const AveragePool& pool, ValueId output);
  Result<void> Define(const GlobalAveragePool& pool, ValueId output);
  Result<void> Define(const Unary& unary, ValueId output);

 private:
  using XnnId = uint32_t;

  Result<void> DefineValue(ValueId id);
  // A value between two operations of ours that is no value of the graph.
  Result<XnnId> DefineTemporary(const ValueShape& shape);
  // A tensor of the file, read while the runtime is created only (weights and biases).
  Result<XnnId> DefineWeights(TensorId id);
  Result<XnnId> DefineBias(TensorId id);  // XNN_INVALID_VALUE_ID for kNone
  // A constant vector, copied with readable padding and kept.
  Result<XnnId> DefineConstant(std::span<const float> values);

  Result<void> DefineBinary(xnn_binary_operator kind, XnnId a, XnnId b, XnnId output,
                            const Clamp& clamp);
  Result<void> DefineHardSigmoid(XnnId input, ValueId output);
  Result<void> DefineClamp(XnnId input, XnnId output, const Clamp& clamp);
  Result<XnnId> PadWithZeros(ValueId input, const ResolvedPadding& padding);

  XnnId At(ValueId id) const { return ids_.at(id); }

  const Model& model_;
  const std::vector<ValueShape>& shapes_;
  std::vector<ValueId> externals_;
  SubgraphHandle subgraph_;
  std::map<ValueId, XnnId> ids_;
  std::vector<Buffer<float>> constants_;
};

}  // namespace glance
