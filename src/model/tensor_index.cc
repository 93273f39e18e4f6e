#include "model/tensor_index.h"

#include <algorithm>
#include <cmath>

#include "base/error_codes.h"

namespace glance {
namespace {

Result<DataType> TypeOf(const SafetensorsEntry& entry) {
  if (entry.type == "F32") return DataType::kFloat32;
  if (entry.type == "I8") return DataType::kInt8;
  if (entry.type == "I32") return DataType::kInt32;
  return Fail(error_code::kModelBadHeader, {"tensor '", entry.name, "' has element type ",
                                            entry.type, "; the graph may use F32, I8 and I32"});
}

// std::to_string(float) would bring all of printf into the WebAssembly.
std::string TextOfNotFinite(float value) {
  const std::string sign = std::signbit(value) ? "-" : "";
  return sign + (std::isnan(value) ? "nan" : "inf");
}

Result<void> CheckFinite(const Tensor& tensor) {
  const auto floats = tensor.Floats();
  const auto found =
      std::find_if(floats.begin(), floats.end(), [](float value) { return !std::isfinite(value); });
  if (found == floats.end()) return {};
  return Fail(error_code::kModelBadValue,
              {"tensor '", tensor.name, "' holds ", TextOfNotFinite(*found), " at element ",
               found - floats.begin()});
}

}  // namespace

TensorIndex::TensorIndex(const Safetensors& container) {
  for (const auto& entry : container.entries) known_[entry.name] = {&entry, kNone};
}

Result<TensorId> TensorIndex::Use(const std::string& name, const std::string& place) {
  const auto found = known_.find(name);
  if (found == known_.end()) {
    return Fail(error_code::kModelMissingTensor,
                {place, " reads the tensor '", name, "', which is not in the file"});
  }
  auto& [entry_of_name, id] = found->second;
  if (id != kNone) return id;
  const SafetensorsEntry& entry = *entry_of_name;
  Tensor tensor{.name = entry.name, .shape = entry.shape, .bytes = entry.bytes};
  TRY_ASSIGN(tensor.type, TypeOf(entry));
  if (tensor.type == DataType::kFloat32) TRY(CheckFinite(tensor));
  id = static_cast<TensorId>(tensors_.size());
  tensors_.push_back(std::move(tensor));
  return id;
}

}  // namespace glance
