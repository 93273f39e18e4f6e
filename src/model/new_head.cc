#include "model/new_head.h"

#include <yyjson.h>

#include <algorithm>
#include <set>
#include <utility>

#include "base/error_codes.h"
#include "model/embedding.h"
#include "model/json.h"
#include "model/json_text.h"
#include "model/live_values.h"
#include "model/safetensors.h"
#include "model/safetensors_writer.h"

namespace glance {
namespace {

constexpr char kWeightName[] = "taught.weight";
constexpr char kBiasName[] = "taught.bias";

// A document whose numbers are kept as their text. ParseJsonObject has parsed `text` before.
Result<JsonDocument> ParseKeepingNumbers(std::string_view text) {
  JsonDocument document(yyjson_read(text.data(), text.size(), YYJSON_READ_NUMBER_AS_RAW));
  if (document != nullptr) return document;
  return Fail(error_code::kMemoryExhausted, "not enough memory for the 'glance' metadata");
}

// The text of a value of such a document. Its depth is bounded: ParseJsonObject came first.
std::string TextOf(yyjson_val* value) {  // NOLINT(misc-no-recursion)
  if (yyjson_is_raw(value)) return {yyjson_get_raw(value), yyjson_get_len(value)};
  if (yyjson_is_str(value)) return JsonString({yyjson_get_str(value), yyjson_get_len(value)});
  if (yyjson_is_bool(value)) return yyjson_get_bool(value) ? "true" : "false";
  if (yyjson_is_obj(value)) {
    JsonObjectText object;
    yyjson_obj_iter iterator = yyjson_obj_iter_with(value);
    while (yyjson_val* key = yyjson_obj_iter_next(&iterator)) {
      object.Add({yyjson_get_str(key), yyjson_get_len(key)}, TextOf(yyjson_obj_iter_get_val(key)));
    }
    return object.Text();
  }
  if (!yyjson_is_arr(value)) return "null";
  std::string list = "[";
  yyjson_arr_iter iterator = yyjson_arr_iter_with(value);
  while (yyjson_val* element = yyjson_arr_iter_next(&iterator)) {
    if (list.size() > 1) list += ", ";
    list += TextOf(element);
  }
  return list + "]";
}

std::string Unused(const Graph& graph, std::string name) {
  while (std::ranges::find(graph.value_names, name) != graph.value_names.end()) name += '_';
  return name;
}

const std::string& NameOf(const Graph& graph, ValueId id) {
  return graph.value_names[static_cast<size_t>(id)];
}

std::string UnaryText(const char* op, const std::string& input, const std::string& output) {
  JsonObjectText object;
  object.AddString("op", op);
  object.AddString("input", input);
  object.AddString("output", output);
  return object.Text();
}

std::string DenseText(const std::string& input, const std::string& output) {
  JsonObjectText object;
  object.AddString("op", "dense");
  object.AddString("input", input);
  object.AddString("output", output);
  object.AddString("weight", kWeightName);
  object.AddString("bias", kBiasName);
  return object.Text();
}

// What of the base's graph is kept, then the new layer; `operations` is the document's list.
std::string OperationsText(const Graph& graph, const std::vector<bool>& live,
                           yyjson_val* operations, const std::string& logits) {
  std::string list = "[";
  const auto append = [&list](const std::string& operation) {
    if (list.size() > 1) list += ", ";
    list += operation;
  };
  const size_t written = yyjson_arr_size(operations);
  for (size_t i = 0; i < graph.operations.size(); ++i) {
    const Operation& operation = graph.operations[i];
    if (!live[static_cast<size_t>(operation.output)]) continue;
    if (i < written) {
      append(TextOf(yyjson_arr_get(operations, i)));
    } else {  // the convert of FindEmbedding
      append(UnaryText("convert", NameOf(graph, std::get<Convert>(operation.kind).input),
                       NameOf(graph, operation.output)));
    }
  }
  const std::string normal = Unused(graph, "taught.normal");
  append(UnaryText("l2_normalize", NameOf(graph, graph.embedding), normal));
  append(DenseText(normal, logits));
  return list + "]";
}

std::string GraphText(const Graph& graph, const std::vector<bool>& live, yyjson_val* document) {
  const std::string logits = Unused(graph, "taught.logits");
  JsonObjectText outputs;
  outputs.AddString("logits", logits);
  if (graph.features != kNone) outputs.AddString("features", NameOf(graph, graph.features));
  outputs.AddString("embedding", NameOf(graph, graph.embedding));
  JsonObjectText text;
  text.AddString("input", NameOf(graph, 0));
  text.Add("outputs", outputs.Text());
  text.Add("operations",
           OperationsText(graph, live, yyjson_obj_get(document, "operations"), logits));
  return text.Text();
}

std::string DocumentText(const Graph& graph, const std::vector<bool>& live, yyjson_val* base,
                         const NewHead& head) {
  JsonObjectText document;
  for (const char* key :
       {"format_version", "name", "architecture", "license", "source", "preprocess"}) {
    yyjson_val* value = yyjson_obj_get(base, key);
    if (value != nullptr) document.Add(key, TextOf(value));
  }
  JsonObjectText labels;
  labels.Add("en", JsonList(head.labels));
  document.Add("labels", labels.Text());
  document.Add("taught", head.taught);
  document.Add("graph", GraphText(graph, live, yyjson_obj_get(base, "graph")));
  return document.Text();
}

// Names of the tensors that the kept operations read.
std::set<std::string_view> KeptTensors(const Model& base, const std::vector<bool>& live) {
  std::set<std::string_view> names;
  const auto keep = [&](TensorId id) {
    if (id != kNone) names.insert(base.tensors[static_cast<size_t>(id)].name);
  };
  for (const Operation& operation : base.graph.operations) {
    if (!live[static_cast<size_t>(operation.output)]) continue;
    const Weights weights = WeightsOf(operation.kind);
    keep(weights.weight);
    keep(weights.bias);
    keep(weights.scale);
    if (const auto* binary = std::get_if<Binary>(&operation.kind)) keep(binary->constant);
  }
  return names;
}

SafetensorsEntry Float32Entry(const char* name, std::vector<uint32_t> shape,
                              std::span<const float> values) {
  return {.name = name,
          .type = "F32",
          .shape = std::move(shape),
          .bytes = {reinterpret_cast<const uint8_t*>(values.data()), values.size_bytes()}};
}

}  // namespace

Result<Buffer<uint8_t>> WithNewHead(const Model& base, const NewHead& head) {
  if (base.embedding_size == 0) return NoEmbedding();
  const auto classes = static_cast<uint32_t>(head.labels.size());
  TRY_ASSIGN(const Safetensors container, ParseSafetensors(base.file.span()));
  TRY_ASSIGN(const JsonDocument document, ParseKeepingNumbers(container.glance));
  std::vector<ValueId> outputs{base.graph.embedding};
  if (base.graph.features != kNone) outputs.push_back(base.graph.features);
  const std::vector<bool> live = LiveValues(base.graph, outputs);
  const auto kept = KeptTensors(base, live);
  std::vector<SafetensorsEntry> entries;
  for (const SafetensorsEntry& entry : container.entries) {
    if (kept.contains(entry.name)) entries.push_back(entry);
  }
  entries.push_back(Float32Entry(kWeightName, {classes, base.embedding_size}, head.weights));
  entries.push_back(Float32Entry(kBiasName, {classes}, head.biases));
  entries.push_back(Float32Entry(kCentroidsName, {classes, base.embedding_size}, head.centroids));
  return WriteSafetensors(
      entries, "glance", DocumentText(base.graph, live, yyjson_doc_get_root(document.get()), head));
}

}  // namespace glance
