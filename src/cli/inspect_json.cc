// One JSON object, for programs.
#include <array>
#include <iostream>

#include "cli/inspection.h"
#include "cli/json_writer.h"
#include "model/multiply_adds.h"

namespace glance::cli {
namespace {

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
  AddString(document, object, "filter", FilterName(spec.filter));
  AddString(document, object, "longer_side", RoundingName(spec.longer_side));
  AddString(document, object, "crop_offset", RoundingName(spec.crop_offset));
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

}  // namespace

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
    yyjson_mut_arr_add_strcpy(document, languages, language.c_str());
  }
  yyjson_mut_obj_add_bool(document, root, "features", model.graph.features != kNone);
  yyjson_mut_obj_add_bool(document, root, "embedding", model.graph.embedding != kNone);
  yyjson_mut_obj_add_uint(document, root, "bytes", model.file.size());
  AddString(document, root, "sha256", inspection.sha256);
  std::cout << LineOf(json);
}

}  // namespace glance::cli
