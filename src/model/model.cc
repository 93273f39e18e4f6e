#include "model/model.h"

#include <utility>

#include "base/error_codes.h"
#include "model/embedding.h"
#include "model/graph_parser.h"
#include "model/json.h"
#include "model/metadata.h"
#include "model/safetensors.h"
#include "model/shapes.h"
#include "model/types.h"

namespace glance {
namespace {

// The logits are one vector, and every label list has one entry for each of them.
Result<uint32_t> CheckClasses(const Model& model, const std::vector<ValueShape>& shapes) {
  const ValueShape& logits = shapes[model.graph.logits];
  if (logits.height != 1 || logits.width != 1) {
    return Fail(error_code::kModelBadShape,
                {"'logits' is ", logits.height, " x ", logits.width, " pixels, want one vector"});
  }
  for (const auto& [language, list] : model.labels) {
    if (list.size() != logits.channels) {
      return Fail(error_code::kModelBadMetadata,
                  {list.size(), " labels in '", language, "' for ", logits.channels, " classes"});
    }
  }
  return logits.channels;
}

// The entry for `language`, or English, or the first there is.
auto LabelsOf(const decltype(Model::labels)& labels, std::string_view language) {
  auto found = labels.find(std::string(language));
  if (found == labels.end()) found = labels.find("en");
  return found == labels.end() ? labels.begin() : found;
}

}  // namespace

Result<Model> LoadModel(Buffer<uint8_t> file) {
  Model model;
  model.file = std::move(file);
  TRY_ASSIGN(const Safetensors container, ParseSafetensors(std::as_const(model.file).span()));
  if (container.glance.empty()) {
    return Fail(error_code::kModelBadMetadata,
                "the file has no 'glance' metadata: convert it with tools/convert_model.py");
  }
  TRY_ASSIGN(const JsonDocument document, ParseJsonObject(container.glance, "the 'glance' metadata",
                                                          error_code::kModelBadMetadata));
  const Fields root(yyjson_doc_get_root(document.get()), "the 'glance' metadata");
  TRY(ReadMetadata(root, model));
  TensorIndex tensors(container);
  TRY_ASSIGN(const Fields graph, root.Object("graph"));
  TRY_ASSIGN(model.graph, ParseGraph(graph, tensors));
  TRY(ReadTaught(root, tensors, model));
  model.tensors = tensors.Take();
  TRY(CheckTypes(model));
  TRY(CheckScales(model));
  TRY_ASSIGN(const auto shapes,
             InferShapes(model, static_cast<uint32_t>(model.preprocess.crop_height_px),
                         static_cast<uint32_t>(model.preprocess.crop_width_px)));
  TRY_ASSIGN(model.classes, CheckClasses(model, shapes));
  FindEmbedding(model, shapes);
  TRY(CheckTaught(model));
  return model;
}

const std::vector<std::string>& Model::LabelsFor(std::string_view language) const {
  return LabelsOf(labels, language)->second;
}

const std::string& Model::NameOf(const ClassGroup& group, std::string_view language) const {
  // It has a name in each language of the labels.
  return group.names.find(LabelsOf(labels, language)->first)->second;
}

std::string_view ShortLabel(std::string_view label) { return label.substr(0, label.find(',')); }

}  // namespace glance
