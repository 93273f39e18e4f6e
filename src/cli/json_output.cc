#include "cli/json_writer.h"
#include "cli/output.h"

namespace glance::cli {
namespace {

void AddError(yyjson_mut_doc* document, yyjson_mut_val* root, const Error& error) {
  yyjson_mut_val* object = yyjson_mut_obj_add_obj(document, root, "error");
  AddString(document, object, "code", error.code);
  AddString(document, object, "message", error.message);
}

void AddPredictions(yyjson_mut_doc* document, yyjson_mut_val* root, const Classification& result) {
  yyjson_mut_val* list = yyjson_mut_obj_add_arr(document, root, "predictions");
  for (const auto& prediction : result.predictions) {
    yyjson_mut_val* object = yyjson_mut_arr_add_obj(document, list);
    yyjson_mut_obj_add_int(document, object, "index", prediction.index);
    AddString(document, object, "label", prediction.label);
    yyjson_mut_obj_add_real(document, object, "score", static_cast<double>(prediction.score));
  }
}

void AddTimings(yyjson_mut_doc* document, yyjson_mut_val* root, const Timings& timings) {
  yyjson_mut_val* object = yyjson_mut_obj_add_obj(document, root, "timings_ms");
  AddMilliseconds(document, object, "decode", timings.decode_ms);
  AddMilliseconds(document, object, "preprocess", timings.preprocess_ms);
  AddMilliseconds(document, object, "infer", timings.infer_ms);
  AddMilliseconds(document, object, "total", timings.total_ms);
}

}  // namespace

std::string JsonOf(const std::string& file, const Result<Classification>& result) {
  const MutableJson json = NewJsonObject();
  yyjson_mut_doc* document = json.get();
  yyjson_mut_val* root = yyjson_mut_doc_get_root(document);
  AddString(document, root, "file", file);
  if (!result) {
    AddError(document, root, result.error());
    return LineOf(json);
  }
  yyjson_mut_obj_add_int(document, root, "width", result->width_px);
  yyjson_mut_obj_add_int(document, root, "height", result->height_px);
  AddPredictions(document, root, *result);
  AddTimings(document, root, result->timings);
  return LineOf(json);
}

}  // namespace glance::cli
