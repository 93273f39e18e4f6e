#include "infer/sketch.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace glance::test {

std::string Sketch::Append(const std::string& op, const std::string& fields) {
  const std::string name = "v" + std::to_string(count_++);
  if (!document_.operations.empty()) document_.operations += ",\n";
  document_.operations +=
      "{" + Named("op", op) + ", " + fields + ", " + Named("output", name) + "}";
  return name;
}

std::string Sketch::Tensor(const std::vector<uint32_t>& shape) {
  size_t count = 1;
  for (const uint32_t dimension : shape) count *= dimension;
  return Tensor(shape, random.Floats(count), "F32");
}

std::string Sketch::Tensor(const std::vector<uint32_t>& shape, std::vector<float> values,
                           const std::string& type) {
  const std::string name = "t" + std::to_string(tensors_.size());
  tensors_.push_back({name, shape, std::move(values), type});
  return JsonString(name);
}

std::string Sketch::Spread(uint32_t channels) {
  return Append("conv2d", Named("input", "image") + ", \"weight\": " + Tensor({channels, 1, 1, 3}));
}

Result<Model> Sketch::Finish(const std::string& value, uint32_t channels) {
  const std::string average = Append("global_average_pool", Named("input", value));
  document_.classes = channels;
  document_.outputs = "{" + Named("logits", average) + ", " + Named("features", value) + "}";
  // Elements of four bytes lie at multiples of four: those of one ("I8") come last.
  std::ranges::stable_sort(tensors_, {}, &FileTensor::type);
  return LoadBytes(ModelFileBytes(document_.Text(), tensors_));
}

std::string Pair(const std::string& key, uint32_t a, uint32_t b) {
  return JsonString(key) + ": [" + std::to_string(a) + ", " + std::to_string(b) + "]";
}

std::string Named(const std::string& key, const std::string& name) {
  return JsonString(key) + ": " + JsonString(name);
}

std::string Inputs(const std::vector<std::string>& names) {
  std::string list;
  for (const auto& name : names) list += (list.empty() ? "" : ", ") + JsonString(name);
  return "\"inputs\": [" + list + "]";
}

std::string MaybeClamp(RandomNumbers& random) {
  switch (random.Int(0, 4)) {
    case 0:
      return R"(, "clamp": [0, null])";
    case 1:
      return R"(, "clamp": [0, 6])";
    case 2:
      return R"(, "clamp": [null, 0.25])";
    default:
      return "";
  }
}

}  // namespace glance::test
