// Fuzzes a whole call of Classify: any bytes as the picture, any options, which the bytes choose.
// The network is a tiny one.
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "fuzz/choices.h"
#include "fuzz/require.h"
#include "fuzz/tiny_network.h"
#include "glance/classifier.h"
#include "image/decode.h"

namespace glance::fuzz {
namespace {

constexpr DecodeLimits kLimits{.max_file_bytes = 1 << 20,
                               .max_pixels = 1 << 16,
                               .max_jpeg_pixels = 1 << 16,
                               .max_peak_bytes = 32 << 20};

Classifier& TinyClassifier() {
  static Classifier classifier = Classifier::Load(ByteSpan(TinyNetworkFile())).value();
  return classifier;
}

Region AnyRegion(Choices& choices) {
  constexpr int kMost = std::numeric_limits<int>::max();
  const auto any = [&](int high) {
    return choices.OneIn(8) ? (choices.OneIn(2) ? kMost : -kMost - 1) : choices.Between(0, high);
  };
  return {.x = any(16), .y = any(16), .width = any(64), .height = any(64)};
}

ClassifyOptions AnyOptions(Choices& choices) {
  ClassifyOptions options;
  options.top_k = choices.OneIn(8) ? choices.Between(-1, 0) : choices.Between(1, kTinyClasses + 2);
  options.score_threshold = static_cast<float>(choices.Between(-1, 11)) / 10;
  if (choices.OneIn(16)) options.score_threshold = std::nanf("");
  options.level = choices.Between(-1, 11) / 10.0;
  if (choices.OneIn(16)) options.level = std::nan("");
  options.language = choices.OneIn(2) ? "en" : choices.OneIn(2) ? "zh" : "\xff\x1b[";
  options.fit = static_cast<Fit>(choices.Between(0, 2));
  if (choices.OneIn(3)) options.region = AnyRegion(choices);
  options.heat_map = choices.OneIn(2);
  if (choices.OneIn(3)) options.heat_map_class = choices.Between(-1, kTinyClasses);
  options.view = choices.OneIn(2);
  return options;
}

void CheckLabels(const std::vector<Prediction>& labels, const ClassifyOptions& options) {
  Require(std::cmp_less_equal(labels.size(), options.top_k), "no more labels than were asked for");
  for (size_t i = 0; i < labels.size(); ++i) {
    const float score = labels[i].score;
    Require(score >= options.score_threshold && score <= 1, "scores are over the threshold");
    Require(i == 0 || score <= labels[i - 1].score, "the best label is first");
    Require(labels[i].index >= 0 && labels[i].index < kTinyClasses, "a label is of a class");
    Require(!labels[i].label.empty(), "a label has a text");
  }
}

void CheckName(const Classifier& classifier, const Answer& answer, const ClassifyOptions& options) {
  Require(answer.score >= 0 && answer.score <= 1, "an answer has a probability");
  Require(answer.unknown == (answer.score < options.level), "an answer reaches the level");
  Require(answer.unknown == answer.label.empty(), "an answer has a name");
  Require(answer.index.has_value() + answer.group.has_value() + answer.unknown == 1,
          "an answer is a label, a group or unknown");
  const auto path = classifier.PathTo(answer, options.language);
  Require(answer.unknown ? path.empty() : path.back() == answer.label, "a path ends at its answer");
}

void CheckPixels(const Classification& result, const ClassifyOptions& options) {
  Require(result.heat_map.has_value() == options.heat_map, "a heat map is there when asked for");
  Require(result.view.has_value() == options.view, "a view is there when asked for");
  if (result.view) {
    Require(result.view->width_px() == kTinySide && result.view->height_px() == kTinySide,
            "a view has the size of the network's input");
  }
  if (!result.heat_map) return;
  const auto values = result.heat_map->values.span();
  Require(std::ranges::all_of(values, [](float v) { return v >= 0 && v <= 1; }),
          "a heat map's values lie between 0 and 1");
  Require(result.heat_map->colored && result.heat_map->legend, "a heat map is coloured");
}

void CheckAnswer(const Classifier& classifier, const Classification& result,
                 const ClassifyOptions& options) {
  CheckLabels(result.predictions, options);
  CheckName(classifier, result.answer, options);
  CheckPixels(result, options);
  double sum = 0;
  for (const float score : classifier.scores()) sum += static_cast<double>(score);
  Require(std::abs(sum - 1) < 1e-5, "scores sum to 1");
  Require(result.entropy_bits >= 0 && result.entropy_bits <= std::log2(kTinyClasses) + 1e-6,
          "the entropy is that of scores");
  Require(result.width_px > 0 && result.height_px > 0, "a picture has a size");
  Require(result.seen.width > 0 && result.seen.height > 0, "something of it was seen");
  for (const Note& note : result.notes) {
    Require(note.code.starts_with("note/") && !note.message.empty(), "a note says something");
  }
}

bool SameAnswer(const Classification& a, const Classification& b) {
  return std::ranges::equal(a.predictions, b.predictions, [](const auto& x, const auto& y) {
    return x.index == y.index && x.score == y.score && x.label == y.label;
  });
}

// With too little time the call fails and the classifier goes on.
void CheckTimeout(Classifier& classifier, ByteSpan file, ClassifyOptions options,
                  Choices& choices) {
  constexpr double kSeconds[] = {1e-9, 0, -1, 1e300, std::numeric_limits<double>::quiet_NaN()};
  options.timeout_seconds = kSeconds[choices.Between(0, 4)];
  const auto result = classifier.Classify(file, options);
  if (!result) RequireTyped(result.error(), {"image/", "call/bad-argument", "call/timed-out"});
}

void CheckClassify(ByteSpan file) {
  const auto picture = DecodePicture(file, kLimits);
  // Large ones take too long here.
  if (!picture && picture.error().code == "image/too-large") return;
  Choices choices(file);
  const ClassifyOptions options = AnyOptions(choices);
  Classifier& classifier = TinyClassifier();
  if (choices.OneIn(8)) CheckTimeout(classifier, file, options, choices);
  const auto result = classifier.Classify(file, options);
  if (!result) return RequireTyped(result.error(), {"image/", "call/bad-argument"});
  Require(picture.has_value(), "what is answered can be decoded");
  CheckAnswer(classifier, *result, options);
  const auto of_pixels = classifier.ClassifyImage(picture->image, options);
  Require(of_pixels && SameAnswer(*of_pixels, *result), "its pixels have the same answer");
}

}  // namespace
}  // namespace glance::fuzz

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* bytes, size_t count) {
  glance::fuzz::CheckClassify({bytes, count});
  return 0;
}
