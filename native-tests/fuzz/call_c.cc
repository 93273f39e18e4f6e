// Fuzzes the C interface: any bytes as a weight file, and then calls with options, sizes and
// pictures that the bytes choose. Whatever is asked, there is either an answer or an error.
#include <array>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <limits>
#include <utility>
#include <vector>

#include "base/buffer.h"
#include "fuzz/choices.h"
#include "fuzz/require.h"
#include "fuzz/small_network.h"
#include "glance/glance.h"
#include "model/model.h"
#include "model/shapes.h"

namespace glance::fuzz {
namespace {

constexpr std::array kNames{
    "top_k",    "score_threshold", "language",        "fit",   "region", "view",
    "heat_map", "heat_map_class",  "timeout_seconds", "Top_K", ""};
constexpr std::array kTexts{"en", "zh", "crop", "squash", "letterbox", "", "\xff", "\x1b[31m"};
constexpr std::array kNumbers{0.0,
                              1.0,
                              3.0,
                              0.25,
                              -1.0,
                              1.5,
                              4294967296.0,
                              1e300,
                              -1e300,
                              std::numeric_limits<double>::quiet_NaN(),
                              std::numeric_limits<double>::infinity(),
                              std::numeric_limits<double>::denorm_min()};
constexpr int32_t kMost = std::numeric_limits<int32_t>::max();
constexpr std::array<int32_t, 8> kWholes{0, 1, 4, 16, 64, -1, kMost, -kMost - 1};

template <typename Values>
auto Any(const Values& values, Choices& choices) {
  return values[static_cast<size_t>(choices.Between(0, static_cast<int>(values.size()) - 1))];
}

// An error is made exactly when a call fails, and says something.
void CheckOutcome(bool works, glance_error* error) {
  Require(works == (error == nullptr), "a call either works or makes an error");
  if (error == nullptr) return;
  Require(std::strchr(error->code, '/') != nullptr, "an error has a code");
  Require(std::strlen(error->message) > 0, "an error has a message");
  glance_error_free(error);
}

void SetAny(glance_options* options, Choices& choices) {
  const char* name = Any(kNames, choices);
  glance_error* error = nullptr;
  int works = 0;
  switch (choices.Between(0, 3)) {
    case 0:
      works = glance_options_set_flag(options, name, Any(kWholes, choices), &error);
      break;
    case 1:
      works = glance_options_set_number(options, name, Any(kNumbers, choices), &error);
      break;
    case 2:
      works = glance_options_set_text(options, name, Any(kTexts, choices), &error);
      break;
    default:
      works = glance_options_set_region(options, name, Any(kWholes, choices), Any(kWholes, choices),
                                        Any(kWholes, choices), Any(kWholes, choices), &error);
  }
  CheckOutcome(works != 0, error);
}

void CheckResult(const glance_result* result, const glance_model& model) {
  Require(result->prediction_count >= 0 && result->prediction_count <= model.classes,
          "there are at most as many labels as classes");
  for (int32_t i = 0; i < result->prediction_count; ++i) {
    const glance_prediction& label = result->predictions[i];
    Require(label.index >= 0 && label.index < model.classes, "a label is of a class");
    Require(label.score >= 0 && label.score <= 1, "a score lies between 0 and 1");
    Require(label.label != nullptr, "a label has a text");
  }
  for (int32_t i = 0; i < result->note_count; ++i) {
    Require(std::strncmp(result->notes[i].code, "note/", 5) == 0, "a note has a code");
  }
  if (result->view != nullptr) {
    Require(result->view->width == model.input_width, "a view is as wide as the network's input");
  }
  if (result->heat_map == nullptr) return;
  const int32_t places = result->heat_map->width * result->heat_map->height;
  for (int32_t i = 0; i < places; ++i) {
    Require(std::isfinite(result->heat_map->values[i]), "a heat map's values are finite");
  }
}

// Sizes that fit the pixels, and in one of four calls sizes that do not.
void ClassifyAny(glance_classifier* classifier, const glance_options* options, Choices& choices) {
  const int32_t width = choices.Between(1, 40), height = choices.Between(1, 40);
  std::vector<uint8_t> rgb(static_cast<size_t>(width) * height * 3);
  for (uint8_t& value : rgb) value = static_cast<uint8_t>(choices.Between(0, 255));
  const bool fits = !choices.OneIn(4);
  glance_error* error = nullptr;
  glance_result* result =
      glance_classify_rgb(classifier, rgb.data(), rgb.size(), fits ? width : Any(kWholes, choices),
                          fits ? height : Any(kWholes, choices), options, &error);
  CheckOutcome(result != nullptr, error);
  if (result == nullptr) return;
  CheckResult(result, *glance_describe(classifier));
  int32_t steps = 0;
  const glance_answer& answer = *result->answer;
  glance_path_to(classifier, answer.index, answer.group, "en", &steps);
  Require((steps > 0) == (answer.unknown == 0), "an answer has a path to it");
  glance_result_free(result);
}

void CallAll(glance_classifier* classifier, ByteSpan bytes, Choices& choices) {
  const glance_model* model = glance_describe(classifier);
  Require(model->classes > 0 && model->input_width > 0, "a model has classes and a size");
  Require(model->name != nullptr && model->license != nullptr, "a model's texts are there");
  glance_options* options = glance_options_create();
  for (int i = 0; i < 3; ++i) {
    SetAny(options, choices);
    ClassifyAny(classifier, choices.OneIn(3) ? nullptr : options, choices);
  }
  glance_error* error = nullptr;
  glance_result* result = glance_classify(classifier, bytes.data(), bytes.size(), options, &error);
  Require(result == nullptr, "a weight file is no picture");
  CheckOutcome(false, error);
  glance_options_free(options);
}

// Networks that take longer than a fuzzer has are left to run_network.cc, which leaves them too.
bool IsQuick(ByteSpan bytes) {
  auto file = Buffer<uint8_t>::CopyOf(bytes);
  if (!file) return false;
  const auto model = LoadModel(*std::move(file));
  if (!model) return true;
  const auto shapes = InferShapes(*model, static_cast<uint32_t>(model->preprocess.crop_height_px),
                                  static_cast<uint32_t>(model->preprocess.crop_width_px));
  return shapes && IsSmall(*model, *shapes);
}

void CheckCalls(ByteSpan bytes) {
  if (!IsQuick(bytes)) return;
  Choices choices(bytes);
  const int32_t threads = choices.OneIn(16) ? Any(kWholes, choices) : 1;
  const int32_t resolution = choices.OneIn(16) ? Any(kWholes, choices) : 0;
  glance_error* error = nullptr;
  glance_classifier* classifier =
      glance_load(bytes.data(), bytes.size(), threads > 4 && threads <= 64 ? 4 : threads,
                  resolution, choices.OneIn(16) ? Any(kWholes, choices) : 1, &error);
  CheckOutcome(classifier != nullptr, error);
  if (classifier == nullptr) return;
  CallAll(classifier, bytes, choices);
  glance_close(classifier);
}

}  // namespace
}  // namespace glance::fuzz

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* bytes, size_t count) {
  glance::fuzz::CheckCalls({bytes, count});
  return 0;
}
