#include "library/c_interface.h"

#include <glance/classifier.h>

#include <optional>
#include <utility>

struct glance_handle {  // NOLINT(readability-identifier-naming)
  std::optional<glance::Classifier> classifier;
  glance::Error error;
  glance::Classification result;
  std::vector<glance_prediction> predictions;
  glance_answer answer;
};

namespace {

void Refuse(glance_handle& handle, glance::Error error) {
  handle.error = std::move(error);
  handle.answer.error_code = handle.error.code.c_str();
  handle.answer.error_message = handle.error.message.c_str();
}

glance::ClassifyOptions OptionsOf(const glance_options& options) {
  glance::ClassifyOptions wanted{.top_k = options.top_k,
                                 .language = options.language,
                                 .fit = static_cast<glance::Fit>(options.fit),
                                 .heat_map = options.heat_map != 0};
  if (const int32_t* region = options.region; region != nullptr) {
    wanted.region = {.x = region[0], .y = region[1], .width = region[2], .height = region[3]};
  }
  return wanted;
}

void PointAtHeatMap(glance_answer& answer, const glance::HeatMap& map) {
  answer.heat_map_width = map.width;
  answer.heat_map_height = map.height;
  answer.heat_map = map.values.data();
}

const glance_answer* AnswerWith(glance_handle& handle,
                                glance::Result<glance::Classification> result) {
  glance_answer& answer = handle.answer;
  answer = {.model_name = answer.model_name, .classes = answer.classes};
  if (!result) {
    Refuse(handle, std::move(result).error());
    return &answer;
  }
  handle.result = *std::move(result);
  handle.predictions.clear();
  for (const auto& [index, label, score] : handle.result.predictions) {
    handle.predictions.push_back({index, score, label.c_str()});
  }
  const auto& [width_px, height_px, predictions, entropy_bits, timings, heat_map] = handle.result;
  answer.width_px = width_px;
  answer.height_px = height_px;
  answer.entropy_bits = entropy_bits;
  answer.decode_ms = timings.decode_ms;
  answer.preprocess_ms = timings.preprocess_ms;
  answer.infer_ms = timings.infer_ms;
  answer.total_ms = timings.total_ms;
  answer.prediction_count = static_cast<int32_t>(predictions.size());
  answer.predictions = handle.predictions.data();
  if (heat_map) PointAtHeatMap(answer, *heat_map);
  return &answer;
}

}  // namespace

glance_handle* glance_load(const uint8_t* weights, size_t byte_count, int32_t threads,
                           int32_t resolution) {
  auto* handle = new glance_handle{};
  auto classifier = glance::Classifier::Load({weights, byte_count},
                                             {.threads = threads, .resolution = resolution});
  if (!classifier) {
    Refuse(*handle, std::move(classifier).error());
    return handle;
  }
  handle->classifier = *std::move(classifier);
  handle->answer.model_name = handle->classifier->model_name().c_str();
  handle->answer.classes = handle->classifier->classes();
  return handle;
}

const glance_answer* glance_answer_of(const glance_handle* handle) { return &handle->answer; }

const glance_answer* glance_classify(glance_handle* handle, const uint8_t* picture,
                                     size_t byte_count, const glance_options* options) {
  return AnswerWith(*handle,
                    handle->classifier->Classify({picture, byte_count}, OptionsOf(*options)));
}

const glance_answer* glance_classify_rgb(glance_handle* handle, const uint8_t* rgb,
                                         size_t byte_count, int32_t width_px, int32_t height_px,
                                         const glance_options* options) {
  return AnswerWith(*handle, handle->classifier->ClassifyRgb({rgb, byte_count}, width_px, height_px,
                                                             OptionsOf(*options)));
}

void glance_close(glance_handle* handle) { delete handle; }
