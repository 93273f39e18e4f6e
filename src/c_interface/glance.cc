// The C interface by the C++ one. Each struct of C has an owner here, which holds what it points
// into.
#include "glance/glance.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "base/error_codes.h"
#include "base/result.h"
#include "classify_options.h"
#include "glance/classifier.h"
#include "model/model.h"
#include "teach/lesson_text.h"

// NOLINTBEGIN(readability-identifier-naming): C's own habits.
struct glance_classifier {
  glance::Classifier classifier;
  glance_model model;
  std::map<std::string, std::vector<glance_group>> groups;  // by language, as they are asked for
  std::vector<std::string> path;                            // that was asked for last
  std::vector<const char*> path_of_c;
};

struct glance_options {
  glance::ClassifyOptions options;
};
struct glance_teacher {
  glance::Teacher teacher;
};
struct glance_likeness {
  glance::Likeness likeness;
};
// NOLINTEND(readability-identifier-naming)

namespace {

using glance::Classification;
using glance::Error;
using glance::Image;
using glance::NamedOption;
using glance::OptionKind;
using glance::Result;

struct OwnedError : glance_error {
  Error error;
};

struct OwnedResult : glance_result {
  Classification classification;
  std::vector<glance_prediction> predictions_of_c;
  std::vector<glance_note> notes_of_c;
  glance_answer answer_of_c;
  glance_heat_map heat_map_of_c;
  glance_pixels view_of_c;
  glance_rectangle decisive_of_c;
};

struct OwnedLesson : glance_lesson {
  std::string text;
  glance::Buffer<uint8_t> file;
};

struct OwnedGroups : glance_likeness_groups {
  std::vector<glance::LikenessGroup> groups_of_cpp;
  std::vector<glance_likeness_group> groups_of_c;
};

void Tell(Error error, glance_error** target) {
  if (target == nullptr) return;
  auto* owned = new OwnedError{{}, std::move(error)};
  owned->code = owned->error.code.c_str();
  owned->message = owned->error.message.c_str();
  *target = owned;
}

glance_pixels PixelsOf(const Image& image) {
  return {image.width_px(), image.height_px(), image.pixels().data()};
}

glance_heat_map HeatMapOf(const glance::HeatMap& map) {
  return {map.width, map.height, map.values.data(), PixelsOf(*map.colored), PixelsOf(*map.legend)};
}

void PointAtLists(OwnedResult& result) {
  for (const auto& [index, score, label] : result.classification.predictions) {
    result.predictions_of_c.push_back({index, score, label.c_str()});
  }
  for (const auto& [code, message] : result.classification.notes) {
    result.notes_of_c.push_back({code.c_str(), message.c_str()});
  }
  result.prediction_count = static_cast<int32_t>(result.predictions_of_c.size());
  result.predictions = result.predictions_of_c.data();
  result.note_count = static_cast<int32_t>(result.notes_of_c.size());
  result.notes = result.notes_of_c.data();
}

void PointAtAnswer(OwnedResult& result) {
  const auto& [label, score, index, group, unknown] = result.classification.answer;
  result.answer_of_c = {label.c_str(), score, index.value_or(-1), group ? group->c_str() : nullptr,
                        unknown ? 1 : 0};
  result.answer = &result.answer_of_c;
}

void PointAtPixels(OwnedResult& result) {
  if (const auto& map = result.classification.heat_map) {
    result.heat_map_of_c = HeatMapOf(*map);
    result.heat_map = &result.heat_map_of_c;
  }
  if (const auto& view = result.classification.view) {
    result.view_of_c = PixelsOf(*view);
    result.view = &result.view_of_c;
  }
}

glance_rectangle RectangleOf(const glance::Rectangle& from) {
  return {from.x, from.y, from.width, from.height};
}

void PointAtLooks(OwnedResult& result) {
  const Classification& from = result.classification;
  result.seen = RectangleOf(from.seen);
  result.looks = from.looks;
  if (!from.decisive) return;
  result.decisive_of_c = RectangleOf(*from.decisive);
  result.decisive = &result.decisive_of_c;
}

glance_result* Answer(Result<Classification> classified, glance_error** error) {
  if (!classified) {
    Tell(std::move(classified).error(), error);
    return nullptr;
  }
  auto* result = new OwnedResult{};
  result->classification = *std::move(classified);
  const Classification& from = result->classification;
  result->width = from.width_px;
  result->height = from.height_px;
  result->entropy = from.entropy_bits;
  const auto& [decode_ms, preprocess_ms, infer_ms, total_ms] = from.timings;
  result->timings = {decode_ms, preprocess_ms, infer_ms, total_ms};
  PointAtAnswer(*result);
  result->embedding_count = static_cast<int32_t>(from.embedding.size());
  result->embedding = from.embedding.data();
  result->fingerprint_byte_count = static_cast<int32_t>(from.fingerprint.size());
  result->fingerprint = from.fingerprint.data();
  PointAtLists(*result);
  PointAtPixels(*result);
  PointAtLooks(*result);
  return result;
}

glance::ClassifyOptions OptionsOf(const glance_options* options) {
  return options == nullptr ? glance::ClassifyOptions{} : options->options;
}

std::string Shown(double number) {
  constexpr double kMostWhole = 1e15;  // beyond it, and for NaN, there is no such integer
  const bool is_whole = std::abs(number) <= kMostWhole && std::trunc(number) == number;
  return is_whole ? std::to_string(static_cast<int64_t>(number)) : std::to_string(number);
}

Result<void> Set(glance_options& options, const char* name, const glance::OptionValue& value,
                 const std::string& shown) {
  const NamedOption* option = glance::FindOption(name);
  if (option == nullptr) {
    return glance::Fail(glance::error_code::kCallBadArgument,
                        {"there is no option '", name, "' of classify"});
  }
  if (glance::SetOption(options.options, *option, value)) return {};
  return glance::Refused(*option, name, shown);
}

std::vector<glance_group> GroupsIn(const glance::Model& model, const char* language) {
  std::vector<glance_group> groups;
  groups.reserve(model.groups.size());
  for (const glance::ClassGroup& group : model.groups) {
    groups.push_back({group.id.c_str(), model.NameOf(group, language).c_str(),
                      group.parent.value_or(-1), static_cast<int32_t>(group.classes.size()),
                      group.classes.data()});
  }
  return groups;
}

int Told(Result<void> result, glance_error** error) {
  if (result) return 1;
  Tell(std::move(result).error(), error);
  return 0;
}

}  // namespace

glance_classifier* glance_load(const uint8_t* weights, size_t byte_count, int32_t threads,
                               int32_t resolution, int32_t network_budget, glance_error** error) {
  auto loaded = glance::Classifier::Load(
      glance::ByteSpan(weights, byte_count),
      {.threads = threads, .resolution = resolution, .network_budget = network_budget});
  if (!loaded) {
    Tell(std::move(loaded).error(), error);
    return nullptr;
  }
  auto* classifier = new glance_classifier{*std::move(loaded), {}, {}, {}, {}};
  const glance::ModelDescription& model = classifier->classifier.description();
  const glance::PreprocessSpec& input = classifier->classifier.preprocess();
  classifier->model = {model.name.c_str(),
                       model.architecture.c_str(),
                       model.license.c_str(),
                       input.crop_width_px,
                       input.crop_height_px,
                       static_cast<int32_t>(model.classes),
                       static_cast<int32_t>(model.embedding_size)};
  return classifier;
}

void glance_close(glance_classifier* classifier) { delete classifier; }

const glance_model* glance_describe(const glance_classifier* classifier) {
  return &classifier->model;
}

const glance_group* glance_groups(glance_classifier* classifier, const char* language,
                                  int32_t* count) {
  const auto [found, is_new] = classifier->groups.try_emplace(language);
  if (is_new) found->second = GroupsIn(classifier->classifier.model(), language);
  *count = static_cast<int32_t>(found->second.size());
  return found->second.data();
}

const char* const* glance_path_to(glance_classifier* classifier, int32_t index, const char* group,
                                  const char* language, int32_t* count) {
  glance::Answer answer;
  if (index >= 0) answer.index = index;
  if (group != nullptr) answer.group = group;
  classifier->path = classifier->classifier.PathTo(answer, language);
  classifier->path_of_c.clear();
  for (const std::string& label : classifier->path) classifier->path_of_c.push_back(label.c_str());
  *count = static_cast<int32_t>(classifier->path_of_c.size());
  return classifier->path_of_c.data();
}

glance_options* glance_options_create() { return new glance_options{}; }

int glance_options_set_flag(glance_options* options, const char* name, int value,
                            glance_error** error) {
  return Told(Set(*options, name, {.kind = OptionKind::kFlag, .number = value != 0 ? 1.0 : 0.0},
                  value != 0 ? "true" : "false"),
              error);
}

int glance_options_set_number(glance_options* options, const char* name, double value,
                              glance_error** error) {
  return Told(Set(*options, name, {.kind = OptionKind::kNumber, .number = value}, Shown(value)),
              error);
}

int glance_options_set_text(glance_options* options, const char* name, const char* value,
                            glance_error** error) {
  return Told(Set(*options, name, {.kind = OptionKind::kText, .text = value},
                  std::string("'") + value + "'"),
              error);
}

int glance_options_set_region(glance_options* options, const char* name, int32_t x, int32_t y,
                              int32_t width, int32_t height, glance_error** error) {
  const glance::OptionValue value{.kind = OptionKind::kRegion, .region = {x, y, width, height}};
  return Told(Set(*options, name, value, "a region"), error);
}

void glance_options_free(glance_options* options) { delete options; }

glance_result* glance_classify(glance_classifier* classifier, const uint8_t* picture,
                               size_t byte_count, const glance_options* options,
                               glance_error** error) {
  return Answer(classifier->classifier.Classify({picture, byte_count}, OptionsOf(options)), error);
}

glance_result* glance_classify_rgb(glance_classifier* classifier, const uint8_t* rgb,
                                   size_t byte_count, int32_t width, int32_t height,
                                   const glance_options* options, glance_error** error) {
  return Answer(
      classifier->classifier.ClassifyRgb({rgb, byte_count}, width, height, OptionsOf(options)),
      error);
}

int glance_embed(glance_classifier* classifier, const uint8_t* picture, size_t byte_count,
                 const glance_options* options, float* values, size_t value_count,
                 glance_error** error) {
  const size_t size = classifier->classifier.description().embedding_size;
  if (size != 0 && value_count != size) {
    return Told(glance::Fail(glance::error_code::kCallBadArgument,
                             {"room for ", value_count, " numbers; an embedding has ", size}),
                error);
  }
  const auto embedding = classifier->classifier.Embed({picture, byte_count}, OptionsOf(options));
  if (!embedding) return Told(std::unexpected(embedding.error()), error);
  std::ranges::copy(embedding->span(), values);
  return 1;
}

glance_teacher* glance_teacher_create(const glance_classifier* classifier) {
  return new glance_teacher{glance::Teacher(classifier->classifier.description().embedding_size)};
}

int glance_teacher_add(glance_teacher* teacher, const float* embedding, size_t value_count,
                       const char* label, glance_error** error) {
  return Told(teacher->teacher.Add({embedding, value_count}, label), error);
}

glance_lesson* glance_teach(const glance_teacher* teacher, const glance_classifier* classifier,
                            const char* none_label, int (*go_on)(double, void*), void* context,
                            glance_error** error) {
  glance::TeachOptions options;
  if (none_label != nullptr) options.none_label = none_label;
  if (go_on != nullptr) {
    options.on_progress = [go_on, context](double part) { return go_on(part, context) != 0; };
  }
  const auto lesson = teacher->teacher.Teach(options);
  auto file = lesson ? classifier->classifier.WithLesson(*lesson)
                     : Result<glance::Buffer<uint8_t>>(std::unexpected(lesson.error()));
  if (!file) {
    Tell(std::move(file).error(), error);
    return nullptr;
  }
  auto* owned = new OwnedLesson{{}, glance::LessonJson(*lesson), *std::move(file)};
  owned->report = owned->text.c_str();
  owned->byte_count = owned->file.size();
  owned->weights = owned->file.data();
  return owned;
}

void glance_teacher_free(glance_teacher* teacher) { delete teacher; }
void glance_lesson_free(glance_lesson* lesson) { delete static_cast<OwnedLesson*>(lesson); }

glance_likeness* glance_likeness_create(const glance_classifier* classifier) {
  return new glance_likeness{glance::Likeness(classifier->classifier.description().embedding_size)};
}

int glance_likeness_add(glance_likeness* likeness, const float* embedding, size_t value_count,
                        const uint8_t* fingerprint, size_t byte_count, glance_error** error) {
  return Told(likeness->likeness.Add({embedding, value_count}, {fingerprint, byte_count}), error);
}

int32_t glance_likeness_similar(const glance_likeness* likeness, const float* embedding,
                                size_t value_count, int32_t top_k, int32_t* pictures,
                                float* similarities, glance_error** error) {
  const auto found = likeness->likeness.Similar({embedding, value_count}, top_k);
  if (!found) return Told(std::unexpected(found.error()), error);
  for (size_t i = 0; i < found->size(); ++i) {
    pictures[i] = (*found)[i].picture;
    similarities[i] = (*found)[i].similarity;
  }
  return static_cast<int32_t>(found->size());
}

glance_likeness_groups* glance_likeness_duplicates(const glance_likeness* likeness,
                                                   glance_error** error) {
  auto found = likeness->likeness.Duplicates();
  if (!found) {
    Tell(std::move(found).error(), error);
    return nullptr;
  }
  auto* owned = new OwnedGroups{{}, *std::move(found), {}};
  for (const auto& [kind, pictures, keep] : owned->groups_of_cpp) {
    owned->groups_of_c.push_back(
        {static_cast<int32_t>(kind), static_cast<int32_t>(pictures.size()), pictures.data(), keep});
  }
  owned->count = static_cast<int32_t>(owned->groups_of_c.size());
  owned->groups = owned->groups_of_c.data();
  return owned;
}

void glance_likeness_groups_free(glance_likeness_groups* groups) {
  delete static_cast<OwnedGroups*>(groups);
}
void glance_likeness_free(glance_likeness* likeness) { delete likeness; }

void glance_result_free(glance_result* result) { delete static_cast<OwnedResult*>(result); }

void glance_error_free(glance_error* error) { delete static_cast<OwnedError*>(error); }
