// Finds the tensors of the file that the graph names. Keeps only tensors that an operation reads
// and checks each of them once: its type, and that float32 values are finite.
#pragma once

#include <map>
#include <string>
#include <string_view>
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
  struct Known {
    const SafetensorsEntry* entry;
    TensorId id;  // kNone until it is asked for
  };

  std::map<std::string_view, Known> known_;  // by name
  std::vector<Tensor> tensors_;
};

}  // namespace glance
