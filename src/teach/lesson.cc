#include "teach/lesson.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "base/error_codes.h"
#include "base/heap_sort.h"
#include "postprocess/scores.h"
#include "teach/basis.h"
#include "teach/calibration.h"
#include "teach/cross_validation.h"
#include "teach/examples.h"
#include "teach/last_layer.h"

namespace glance {
namespace {

constexpr size_t kMostDimensions = 320;  // of the basis that cross-validation works in
constexpr float kSure = 0.5f;  // from this score on a wrong answer makes a picture doubtful
constexpr double kShareOfValidation = 0.9;  // of all progress

// What cross-validation said of each row.
struct Said {
  std::vector<int> classes;
  Buffer<float> scores;  // of those
};

Result<Said> SaidOf(std::span<const float> logits, size_t columns, double temperature) {
  const size_t rows = logits.size() / columns;
  Said said;
  said.classes.resize(rows);
  TRY_ASSIGN(said.scores, Buffer<float>::Create(rows));
  TRY_ASSIGN(auto scores, Buffer<float>::Create(columns));
  for (size_t row = 0; row < rows; ++row) {
    const auto values = logits.subspan(row * columns, columns);
    std::ranges::transform(values, scores.data(), [temperature](float logit) {
      return static_cast<float>(logit / temperature);
    });
    Softmax(scores.span(), scores.span());
    const auto best = std::ranges::max_element(scores.span());
    said.classes[row] = static_cast<int>(best - scores.span().begin());
    said.scores.data()[row] = *best;
  }
  return said;
}

// The surest first.
std::vector<Doubt> MistakesOf(const Pupils& pupils, const Said& said) {
  const float* scores = said.scores.data();
  std::vector<size_t> rows;
  for (size_t row = 0; row < said.classes.size(); ++row) {
    if (said.classes[row] != pupils.classes.data()[row]) rows.push_back(row);
  }
  HeapSort(rows, [scores](size_t a, size_t b) {
    return scores[a] != scores[b] ? scores[a] > scores[b] : a < b;
  });
  std::vector<Doubt> mistakes;
  mistakes.reserve(rows.size());
  for (const size_t row : rows) {
    mistakes.push_back({static_cast<int>(pupils.order.data()[row]), pupils.classes.data()[row],
                        said.classes[row], scores[row]});
  }
  return mistakes;
}

// Sets the lesson's rule and what it loses; of HeldOutCosines.
Result<void> SetRule(int none_class, Buffer<float> cosines, const Said& said, double lost,
                     Lesson& lesson) {
  TRY_ASSIGN(auto scores, Buffer<float>::CopyOf(said.scores.span()));
  size_t known = 0;
  for (size_t row = 0; row < cosines.size(); ++row) {
    if (cosines.data()[row] < -1.5f) continue;  // no centroid to measure from
    cosines.data()[known] = cosines.data()[row];
    scores.data()[known++] = scores.data()[row];
  }
  TRY_ASSIGN(lesson.unknown, RuleLosing(cosines.span().first(known), scores.span().first(known),
                                        lost, &lesson.lost));
  lesson.unknown.none_class = none_class;
  return {};
}

void WarnOfFew(const Evaluation& evaluation, std::vector<std::string>& warnings) {
  constexpr int kFew = 5;
  for (const ClassEvaluation& each : evaluation.classes) {
    if (each.pictures >= kFew) continue;
    warnings.push_back(
        each.pictures == 1
            ? Join({"'", each.label,
                    "' has one picture: it cannot be hidden and recognised, so it counts as wrong; "
                    "add more"})
            : Join({"'", each.label, "' has ", each.pictures, " pictures: add more, 10 do well"}));
  }
}

// Of pictures that are in two classes, one sentence; empty when there are none.
Result<std::string> WarningOfTwins(const Pupils& pupils) {
  TRY_ASSIGN(const auto alike, Buffer<int32_t>::Create(pupils.classes.size()));
  const auto values = pupils.values.span();
  const size_t columns = pupils.columns;
  TRY_ASSIGN(const auto order, CanonicalOrder(values, columns, alike.span()));
  int twins = 0;
  std::pair<int, int> pair;
  for (size_t i = 1; i < order.size(); ++i) {
    const size_t a = order.data()[i - 1], b = order.data()[i];
    const std::pair classes(pupils.classes.data()[a], pupils.classes.data()[b]);
    if (classes.first == classes.second) continue;
    if (!std::ranges::equal(values.subspan(a * columns, columns),
                            values.subspan(b * columns, columns))) {
      continue;
    }
    if (twins++ == 0) pair = std::minmax(classes.first, classes.second);
  }
  if (twins == 0) return std::string();
  return Join({twins, twins == 1 ? " picture is" : " pictures are",
               " in two classes at once, such as '", pupils.labels[static_cast<size_t>(pair.first)],
               "' and '", pupils.labels[static_cast<size_t>(pair.second)],
               "': take them out of one"});
}

// What is measured on the pictures as they are, before they are centered.
struct Measured {
  Folds folds;
  Buffer<float> cosines;    // HeldOutCosines
  Buffer<float> centroids;  // of all pictures
  std::string twins;        // WarningOfTwins
};

Result<Measured> Measure(const Pupils& pupils) {
  const LabelledRows rows = pupils.Rows(pupils.values.span(), pupils.columns);
  Measured measured;
  TRY_ASSIGN(measured.folds, MakeFolds(rows.values, rows.columns, rows.classes, rows.class_count));
  TRY_ASSIGN(measured.cosines, HeldOutCosines(rows, measured.folds, pupils.none_class));
  TRY_ASSIGN(measured.centroids, CentroidsOf(rows, measured.folds, -1, pupils.none_class));
  TRY_ASSIGN(measured.twins, WarningOfTwins(pupils));
  return measured;
}

// Writes to the lesson what cross-validation says: how good it is, what it takes for what, and the
// rule of what is unknown.
Result<void> Judge(const Pupils& pupils, const HeldOut& held_out, Measured& measured, double lost,
                   Lesson& lesson) {
  lesson.regularization = held_out.c;
  lesson.temperature = held_out.temperature;
  TRY_ASSIGN(const Said said,
             SaidOf(held_out.logits.span(), pupils.labels.size(), held_out.temperature));
  const auto truth = pupils.classes.span();
  lesson.evaluation = Evaluate(pupils.labels, {truth.begin(), truth.end()}, said.classes);
  lesson.mistakes = MistakesOf(pupils, said);
  std::ranges::copy_if(lesson.mistakes, std::back_inserter(lesson.doubtful),
                       [](const Doubt& each) { return each.score >= kSure; });
  WarnOfFew(lesson.evaluation, lesson.warnings);
  if (!measured.twins.empty()) lesson.warnings.push_back(std::move(measured.twins));
  TRY(SetRule(pupils.none_class, std::move(measured.cosines), said, lost, lesson));
  lesson.centroids = std::move(measured.centroids);
  return {};
}

}  // namespace

// Centers the pictures where they are, when all that needs them as they were is done: a copy of
// ten thousand would be 50 MiB.
Result<Lesson> LessonOf(Pupils pupils, const TeachOptions& options) {
  const auto tell = [&](double part) { return !options.on_progress || options.on_progress(part); };
  if (!tell(0)) return Fail(error_code::kCallCancelled, "teaching was cancelled");
  TRY_ASSIGN(auto measured, Measure(pupils));
  TRY_ASSIGN(const auto mean, Center(pupils.values.span(), pupils.columns));
  TRY_ASSIGN(Basis basis, MakeBasis(pupils.values.span(), pupils.columns, kMostDimensions));
  const LabelledRows rows = pupils.Rows(basis.coordinates.span(), basis.rank);
  TRY_ASSIGN(const auto held_out, CrossValidate(rows, measured.folds, [&](double part) {
               return tell(kShareOfValidation * part);
             }));
  Lesson lesson;
  TRY(Judge(pupils, held_out, measured, options.lost, lesson));
  const auto keep_going = [&] { return tell((1 + kShareOfValidation) / 2); };
  TRY(FitLayer(pupils, std::move(basis), mean.span(), keep_going, lesson));
  tell(1);
  return lesson;
}

}  // namespace glance
