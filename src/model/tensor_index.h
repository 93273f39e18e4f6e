// Names in the graph -> tensors of the file. Only tensors that an operation reads are kept, each
// checked once: float32 and finite values.
#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "base/result.h"
#include "model/graph.h"
#include "model/model.h"
#include "model/safetensors.h"

namespace glance {

class TensorIndex {
 public:
  explicit TensorIndex(const Safetensors& container);

  // The id of the tensor called `name`, kept from now on. `place` names the reader in messages.
  // Fails with model/missing-tensor, model/bad-header (another type
  // than float32) or model/bad-value (NaN or infinite).
  Result<TensorId> Use(const std::string& name, const std::string& place);

  // The tensors that were asked for; TensorId is the index.
  std::vector<Tensor> Take() { return std::move(tensors_); }

 private:
  const Safetensors& container_;
  std::unordered_map<std::string_view, size_t> entries_;  // name -> container_.entries index
  std::unordered_map<std::string_view, TensorId> used_;
  std::vector<Tensor> tensors_;
};

}  // namespace glance
