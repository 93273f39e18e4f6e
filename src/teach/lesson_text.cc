#include "teach/lesson_text.h"

#include <optional>

#include "base/text.h"
#include "model/json_text.h"

namespace glance {
namespace {

std::string ShareJson(std::optional<double> share) { return share ? JsonDecimal(*share) : "null"; }

// "[", what `text_of` says of each of `items` with commas between them, "]".
template <typename Items, typename TextOf>
std::string ListJson(const Items& items, const TextOf& text_of) {
  std::string list = "[";
  for (const auto& item : items) {
    if (list.size() > 1) list += ", ";
    list += text_of(item);
  }
  return list + "]";
}

std::string ClassJson(const ClassEvaluation& each) {
  JsonObjectText text;
  text.AddString("label", each.label);
  text.AddNumber("pictures", each.pictures);
  text.AddNumber("right", each.right);
  text.Add("precision", ShareJson(each.precision));
  text.Add("recall", ShareJson(each.recall));
  return text.Text();
}

std::string ConfusionJson(const Evaluation& evaluation) {
  const size_t count = evaluation.classes.size();
  std::string rows = "[";
  for (size_t i = 0; i < evaluation.confusion.size(); ++i) {
    if (i % count == 0) rows += i == 0 ? "[" : "], [";
    if (i % count != 0) rows += ", ";
    rows += std::to_string(evaluation.confusion[i]);
  }
  return rows + (evaluation.confusion.empty() ? "]" : "]]");
}

std::string DoubtJson(const Lesson& lesson, const Doubt& doubt) {
  const auto& classes = lesson.evaluation.classes;
  JsonObjectText text;
  text.AddNumber("picture", doubt.picture);
  text.AddString("label", classes[static_cast<size_t>(doubt.label)].label);
  text.AddString("predicted", classes[static_cast<size_t>(doubt.predicted)].label);
  text.AddDecimal("score", double{doubt.score});
  return text.Text();
}

void AddEvaluation(JsonObjectText& text, const Evaluation& found) {
  text.Add("classes", ListJson(found.classes, ClassJson));
  text.AddNumber("pictures", found.pictures);
  text.AddNumber("right", found.right);
  text.AddDecimal("accuracy", found.accuracy);
  text.Add("interval", Join({"[", JsonDecimal(found.interval.low), ", ",
                             JsonDecimal(found.interval.high), "]"}));
  text.Add("confusion", ConfusionJson(found));
}

}  // namespace

std::string LessonJson(const Lesson& lesson) {
  JsonObjectText text;
  AddEvaluation(text, lesson.evaluation);
  const auto doubt_json = [&](const Doubt& doubt) { return DoubtJson(lesson, doubt); };
  text.Add("mistakes", ListJson(lesson.mistakes, doubt_json));
  text.Add("doubtful", ListJson(lesson.doubtful, doubt_json));
  text.Add("warnings", JsonList(lesson.warnings));
  text.AddDecimal("regularization", lesson.regularization);
  text.AddDecimal("temperature", lesson.temperature);
  text.AddDecimal("lost", lesson.lost);
  return text.Text();
}

std::string EvaluationJson(const Evaluation& evaluation, int unknown) {
  JsonObjectText text;
  AddEvaluation(text, evaluation);
  text.AddNumber("unknown", unknown);
  return text.Text();
}

}  // namespace glance
