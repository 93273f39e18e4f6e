// `glance inspect`: one row a fact for people, or one JSON object for programs.
#include <array>
#include <cstdint>
#include <cstdio>
#include <iostream>
#include <string>
#include <utility>
#include <vector>

#include "base/sha256.h"
#include "cli/commands.h"
#include "cli/files.h"
#include "cli/json_writer.h"
#include "cli/model_file.h"
#include "cli/output.h"
#include "cli/text.h"
#include "model/model.h"
#include "model/multiply_adds.h"
#include "model/shapes.h"

namespace glance::cli {
namespace {

struct Inspection {
  Model model;
  std::vector<ValueShape> shapes;  // Of every value, at the model's own input size.
  std::string sha256;              // Of the file, 64 hex digits.
};

// It is read and not run: 4 GiB.
constexpr int kLargestInspected = 4;

Result<Inspection> Inspect(const std::string& path) {
  TRY_ASSIGN(auto bytes, ReadWeights(path, kLargestInspected));
  Inspection inspection;
  inspection.sha256 = Sha256Hex(bytes.span());
  auto model = LoadModel(std::move(bytes));
  if (!model) return RefuseWeights(path, model.error());
  inspection.model = *std::move(model);
  const PreprocessSpec& preprocess = inspection.model.preprocess;
  TRY_ASSIGN(inspection.shapes,
             InferShapes(inspection.model, static_cast<uint32_t>(preprocess.crop_height_px),
                         static_cast<uint32_t>(preprocess.crop_width_px)));
  return inspection;
}

std::string Languages(const Model& model) {
  std::string names;
  for (const auto& [language, list] : model.labels) {
    if (!names.empty()) names += ", ";
    names += language;
  }
  return names;
}

void PrintRow(const char* name, const std::string& text) {
  if (!text.empty()) std::printf("%-14s %s\n", name, Escaped(text).c_str());
}

std::string Triple(const std::array<float, 3>& values) {
  std::array<char, 96> text{};
  std::snprintf(text.data(), text.size(), "%g, %g, %g", static_cast<double>(values[0]),
                static_cast<double>(values[1]), static_cast<double>(values[2]));
  return text.data();
}

std::string Millions(uint64_t count) {
  std::array<char, 48> text{};
  std::snprintf(text.data(), text.size(), "%.2f million", static_cast<double>(count) / 1e6);
  return text.data();
}

void PrintInspectionText(const Inspection& inspection) {
  const Model& model = inspection.model;
  const PreprocessSpec& preprocess = model.preprocess;
  PrintRow("name", model.name);
  PrintRow("architecture", model.architecture);
  PrintRow("input", std::to_string(preprocess.crop_height_px) + " x " +
                        std::to_string(preprocess.crop_width_px) + " RGB");
  PrintRow("preprocessing", "shorter side to " + std::to_string(preprocess.resize_shorter_px) +
                                " (" + NameOf(preprocess.filter) + ", antialiased; longer side " +
                                NameOf(preprocess.longer_side) + "), centre crop (offset " +
                                NameOf(preprocess.crop_offset) + "), (pixel - (" +
                                Triple(preprocess.mean) + ")) / (" + Triple(preprocess.std) + ")");
  PrintRow("operations", std::to_string(model.graph.operations.size()));
  PrintRow("parameters", Millions(CountParameters(model)));
  PrintRow("multiply-adds", Millions(CountMultiplyAdds(model, inspection.shapes)));
  PrintRow("labels", std::to_string(model.classes) + " (" + Languages(model) + ")");
  if (!model.groups.empty()) PrintRow("groups", std::to_string(model.groups.size()));
  PrintRow("outputs", std::string("logits") + (model.graph.features != kNone ? ", features" : "") +
                          (model.graph.embedding != kNone ? ", embedding" : ""));
  PrintRow("licence", model.license);
  PrintRow("source", model.source.package);
  PrintRow("source URL", model.source.url);
  PrintRow("source file", model.source.file);
  PrintRow("source SHA-256", model.source.sha256);
  PrintRow("file size", std::to_string(model.file.size()) + " bytes");
  PrintRow("file SHA-256", inspection.sha256);
}

void AddTriple(yyjson_mut_doc* document, yyjson_mut_val* object, const char* key,
               const std::array<float, 3>& values) {
  yyjson_mut_val* list = yyjson_mut_obj_add_arr(document, object, key);
  for (const float value : values) yyjson_mut_arr_add_real(document, list, double{value});
}

void AddPreprocess(yyjson_mut_doc* document, yyjson_mut_val* root, const PreprocessSpec& spec) {
  yyjson_mut_val* object = yyjson_mut_obj_add_obj(document, root, "preprocess");
  yyjson_mut_val* size = yyjson_mut_obj_add_arr(document, object, "input_size");
  yyjson_mut_arr_add_int(document, size, spec.crop_height_px);
  yyjson_mut_arr_add_int(document, size, spec.crop_width_px);
  yyjson_mut_obj_add_int(document, object, "resize_shorter", spec.resize_shorter_px);
  AddString(document, object, "filter", NameOf(spec.filter));
  AddString(document, object, "longer_side", NameOf(spec.longer_side));
  AddString(document, object, "crop_offset", NameOf(spec.crop_offset));
  AddTriple(document, object, "mean", spec.mean);
  AddTriple(document, object, "std", spec.std);
}

void AddSource(yyjson_mut_doc* document, yyjson_mut_val* root, const ModelSource& source) {
  yyjson_mut_val* object = yyjson_mut_obj_add_obj(document, root, "source");
  AddString(document, object, "package", source.package);
  AddString(document, object, "url", source.url);
  AddString(document, object, "file", source.file);
  AddString(document, object, "sha256", source.sha256);
}

void AddNames(yyjson_mut_doc* document, yyjson_mut_val* object, const ClassGroup& group) {
  yyjson_mut_val* names = yyjson_mut_obj_add_obj(document, object, "name");
  for (const auto& [language, name] : group.names) {
    const std::string key = ValidUtf8(language);
    const std::string text = ValidUtf8(name);
    yyjson_mut_obj_add(names, yyjson_mut_strncpy(document, key.data(), key.size()),
                       yyjson_mut_strncpy(document, text.data(), text.size()));
  }
}

void AddGroups(yyjson_mut_doc* document, yyjson_mut_val* root, const Model& model) {
  yyjson_mut_val* list = yyjson_mut_obj_add_arr(document, root, "groups");
  for (const ClassGroup& group : model.groups) {
    yyjson_mut_val* object = yyjson_mut_arr_add_obj(document, list);
    AddString(document, object, "id", group.id);
    AddNames(document, object, group);
    if (group.parent) {
      AddString(document, object, "parent", model.groups[*group.parent].id);
    } else {
      yyjson_mut_obj_add_null(document, object, "parent");
    }
    yyjson_mut_val* classes = yyjson_mut_obj_add_arr(document, object, "classes");
    for (const int index : group.classes) yyjson_mut_arr_add_int(document, classes, index);
  }
}

void PrintInspectionJson(const Inspection& inspection) {
  const Model& model = inspection.model;
  const MutableJson json = NewJsonObject();
  yyjson_mut_doc* document = json.get();
  yyjson_mut_val* root = yyjson_mut_doc_get_root(document);
  AddString(document, root, "name", model.name);
  AddString(document, root, "architecture", model.architecture);
  AddString(document, root, "license", model.license);
  AddSource(document, root, model.source);
  AddPreprocess(document, root, model.preprocess);
  yyjson_mut_obj_add_uint(document, root, "operations", model.graph.operations.size());
  yyjson_mut_obj_add_uint(document, root, "parameters", CountParameters(model));
  yyjson_mut_obj_add_uint(document, root, "multiply_adds",
                          CountMultiplyAdds(model, inspection.shapes));
  yyjson_mut_obj_add_uint(document, root, "classes", model.classes);
  yyjson_mut_val* languages = yyjson_mut_obj_add_arr(document, root, "languages");
  for (const auto& [language, list] : model.labels) {
    const std::string valid = ValidUtf8(language);
    yyjson_mut_arr_add_strncpy(document, languages, valid.data(), valid.size());
  }
  AddGroups(document, root, model);
  yyjson_mut_obj_add_bool(document, root, "features", model.graph.features != kNone);
  yyjson_mut_obj_add_bool(document, root, "embedding", model.graph.embedding != kNone);
  yyjson_mut_obj_add_uint(document, root, "embedding_size", model.embedding_size);
  yyjson_mut_obj_add_uint(document, root, "bytes", model.file.size());
  AddString(document, root, "sha256", inspection.sha256);
  std::cout << LineOf(json);
}

}  // namespace

int RunInspect(const Arguments& arguments) {
  const auto inspection = Inspect(arguments.files.front());
  if (!inspection) {
    PrintError(inspection.error());
    return kExitFailed;
  }
  const auto print = arguments.format == Format::kJson ? PrintInspectionJson : PrintInspectionText;
  print(*inspection);
  return kExitDone;
}

}  // namespace glance::cli
