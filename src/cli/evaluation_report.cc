#include "cli/evaluation_report.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <iostream>
#include <optional>
#include <tuple>

#include "cli/json_writer.h"
#include "cli/text.h"

namespace glance::cli {
namespace {

constexpr double kPercent = 100;

std::string PercentText(std::optional<double> share) {
  if (!share) return "    -  ";
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%5.1f %%", kPercent * *share);
  return text.data();
}

struct Confused {
  size_t label = 0, said = 0;
  int times = 0;
};

// Pairs of classes that were confused, most often first, otherwise in the order of the classes.
std::vector<Confused> MostConfused(const Evaluation& evaluation) {
  std::vector<Confused> pairs;
  const size_t count = evaluation.classes.size();
  for (size_t i = 0; i < count * count; ++i) {
    const int times = evaluation.confusion[i];
    if (i / count != i % count && times > 0) pairs.push_back({i / count, i % count, times});
  }
  std::ranges::sort(pairs, [](const Confused& a, const Confused& b) {
    return std::tie(b.times, a.label, a.said) < std::tie(a.times, b.label, b.said);
  });
  constexpr size_t kMostShown = 10;
  pairs.resize(std::min(pairs.size(), kMostShown));
  return pairs;
}

void AddShare(yyjson_mut_doc* document, yyjson_mut_val* object, const char* key,
              std::optional<double> share) {
  if (share) {
    yyjson_mut_obj_add_real(document, object, key, *share);
  } else {
    yyjson_mut_obj_add_null(document, object, key);
  }
}

}  // namespace

std::string TextOf(const Evaluation& evaluation) {
  std::string text = PercentText(evaluation.accuracy) + " of " +
                     std::to_string(evaluation.pictures) +
                     " pictures right (95 % sure: " + PercentText(evaluation.interval.low) +
                     " to " + PercentText(evaluation.interval.high) + ")\n\n";
  text += "  found    right when said   pictures  class\n";
  for (const ClassEvaluation& each : evaluation.classes) {
    std::array<char, 96> row{};
    std::snprintf(row.data(), row.size(), "  %s  %s          %8d  ",
                  PercentText(each.recall).c_str(), PercentText(each.precision).c_str(),
                  each.pictures);
    text += row.data() + Escaped(each.label) + "\n";
  }
  const auto pairs = MostConfused(evaluation);
  if (!pairs.empty()) text += "\nconfused:\n";
  for (const Confused& pair : pairs) {
    text += "  " + std::to_string(pair.times) + " x " +
            Escaped(evaluation.classes[pair.label].label) + " taken for " +
            Escaped(evaluation.classes[pair.said].label) + "\n";
  }
  return text;
}

void AddEvaluation(yyjson_mut_doc* document, yyjson_mut_val* object, const Evaluation& evaluation) {
  yyjson_mut_val* classes = yyjson_mut_obj_add_arr(document, object, "classes");
  for (const ClassEvaluation& each : evaluation.classes) {
    yyjson_mut_val* entry = yyjson_mut_arr_add_obj(document, classes);
    AddString(document, entry, "label", each.label);
    yyjson_mut_obj_add_int(document, entry, "pictures", each.pictures);
    yyjson_mut_obj_add_int(document, entry, "right", each.right);
    AddShare(document, entry, "precision", each.precision);
    AddShare(document, entry, "recall", each.recall);
  }
  yyjson_mut_obj_add_int(document, object, "pictures", evaluation.pictures);
  yyjson_mut_obj_add_int(document, object, "right", evaluation.right);
  yyjson_mut_obj_add_real(document, object, "accuracy", evaluation.accuracy);
  yyjson_mut_val* interval = yyjson_mut_obj_add_arr(document, object, "interval");
  yyjson_mut_arr_add_real(document, interval, evaluation.interval.low);
  yyjson_mut_arr_add_real(document, interval, evaluation.interval.high);
  yyjson_mut_val* confusion = yyjson_mut_obj_add_arr(document, object, "confusion");
  const size_t count = evaluation.classes.size();
  for (size_t row = 0; row < count; ++row) {
    yyjson_mut_val* list = yyjson_mut_arr_add_arr(document, confusion);
    for (size_t column = 0; column < count; ++column) {
      yyjson_mut_arr_add_int(document, list, evaluation.confusion[row * count + column]);
    }
  }
}

void AddErrors(yyjson_mut_doc* document, yyjson_mut_val* object,
               const std::vector<UnreadPicture>& errors) {
  yyjson_mut_val* list = yyjson_mut_obj_add_arr(document, object, "errors");
  for (const UnreadPicture& each : errors) {
    yyjson_mut_val* entry = yyjson_mut_arr_add_obj(document, list);
    AddString(document, entry, "file", each.file);
    AddString(document, entry, "code", each.error.code);
    AddString(document, entry, "message", each.error.message);
  }
}

ProgressLine::ProgressLine(size_t total) : total_(total), is_shown_(isatty(STDERR_FILENO) != 0) {}

ProgressLine::~ProgressLine() {
  if (is_shown_) std::cerr << "\r\033[K" << std::flush;
}

void ProgressLine::Advance() {
  ++done_;
  if (is_shown_) std::cerr << "\r" << done_ << " of " << total_ << " pictures" << std::flush;
}

}  // namespace glance::cli
