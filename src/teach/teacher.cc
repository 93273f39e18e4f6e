// From embeddings to a layer: order them, hide each fifth of them to choose C, the temperature and
// the limits of what is known, then fit the layer to all of them.
#include "glance/teacher.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <optional>
#include <utility>

#include "base/error_codes.h"
#include "base/heap_sort.h"
#include "base/result.h"
#include "postprocess/scores.h"
#include "teach/basis.h"
#include "teach/calibration.h"
#include "teach/cross_validation.h"
#include "teach/examples.h"
#include "teach/softmax_regression.h"
#include "teach/vectors.h"

namespace glance {
namespace {

constexpr size_t kMostDimensions = 320;  // of the basis that cross-validation works in
constexpr double kCoarse = 1e-3;         // LbfgsOptions::decrement
constexpr double kMostLost = 0.5;
// Pictures times classes: cross-validation keeps an answer for each. No size overflows below it.
constexpr uint64_t kMostAnswers = uint64_t{1} << 27;
constexpr float kSure = 0.5f;  // from this score on a wrong answer makes a picture doubtful
constexpr double kShareOfValidation = 0.9;  // of all progress

// All pictures in their canonical order, and their classes in that of the labels.
struct Pupils {
  std::vector<std::string> labels;
  Buffer<uint32_t> order;   // (rows): the picture's index as it was added
  Buffer<float> values;     // (rows, columns), of length 1 until they are centered
  Buffer<int32_t> classes;  // (rows)
  size_t columns = 0;
  int none_class = -1;

  LabelledRows Rows(std::span<const float> numbers, size_t count) const {
    return {numbers, count, classes.span(), static_cast<int>(labels.size())};
  }
};

Result<Buffer<float>> Gathered(std::span<const float> values, size_t columns,
                               std::span<const uint32_t> order) {
  TRY_ASSIGN(auto gathered, Buffer<float>::Create(order.size() * columns));
  for (size_t i = 0; i < order.size(); ++i) {
    std::ranges::copy(values.subspan(order[i] * columns, columns), gathered.data() + i * columns);
  }
  return gathered;
}

// Subtracts the mean of all rows from each of `rows`. The layer is the same without it, but for its
// biases; the search for it is shorter.
Result<Buffer<float>> Center(std::span<float> rows, size_t columns) {
  TRY_ASSIGN(auto mean, Buffer<float>::Create(columns));
  const size_t count = rows.size() / columns;
  for (size_t i = 0; i < count; ++i) {
    AddScaled(mean.span(), 1.0f / static_cast<float>(count), rows.subspan(i * columns, columns));
  }
  for (size_t i = 0; i < count; ++i) {
    AddScaled(rows.subspan(i * columns, columns), -1, mean.span());
  }
  return mean;
}

// The weights of a layer that reads coordinates, for one that reads what the basis spans.
Result<LinearLayer> InWholeSpace(const LinearLayer& layer, const Basis& basis, size_t columns) {
  LinearLayer whole;
  const size_t classes = layer.biases.size();
  TRY_ASSIGN(whole.weights, Buffer<float>::Create(classes * columns));
  TRY_ASSIGN(whole.biases, Buffer<float>::CopyOf(layer.biases.span()));
  for (size_t i = 0; i < classes; ++i) {
    for (size_t k = 0; k < basis.rank; ++k) {
      AddScaled(whole.weights.span().subspan(i * columns, columns),
                layer.weights.data()[i * basis.rank + k],
                basis.vectors.span().subspan(k * columns, columns));
    }
  }
  return whole;
}

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

// How much less the weighted sum of squares is of the coordinates in a basis than of the rows.
Result<double> OutsideOf(const LabelledRows& rows, const LabelledRows& coordinates) {
  TRY_ASSIGN(const auto weights, ClassWeights(rows, {}));
  double sum = 0;
  for (size_t i = 0; i < rows.rows(); ++i) {
    const float left = Dot(rows.Row(i), rows.Row(i)) - Dot(coordinates.Row(i), coordinates.Row(i));
    sum += weights.data()[rows.classes[i]] * std::max(left, 0.0f);
  }
  return sum;
}

// Whether a preconditioner of all columns costs less than the steps of the search that it saves,
// about forty. In multiply-adds; those of its inverse take six times as long.
bool IsWorthAllDirections(const LabelledRows& rows) {
  constexpr double kSteps = 40, kProducts = 4, kSlow = 6;
  const auto count = static_cast<double>(rows.rows()), columns = static_cast<double>(rows.columns);
  return columns * (count + kSlow * columns) < kSteps * kProducts * count * rows.class_count;
}

// Fits the layer that is kept to all pictures and writes it to the lesson.
// The pictures are centered; `mean` is what was subtracted.
Result<void> FitLayer(const Pupils& pupils, const Basis& basis, std::span<const float> mean,
                      const std::function<bool()>& keep_going, Lesson& lesson) {
  const size_t columns = pupils.columns;
  RegressionOptions options{.c = lesson.regularization, .keep_going = keep_going};
  const double decrement = options.decrement;
  if (!basis.is_exact) options.decrement = kCoarse;  // only where the search below begins
  const LabelledRows few = pupils.Rows(basis.coordinates.span(), basis.rank);
  TRY_ASSIGN(const LinearLayer reduced, FitSoftmaxRegression(few, {}, options));
  TRY_ASSIGN(LinearLayer layer, InWholeSpace(reduced, basis, columns));
  if (!basis.is_exact) {
    const LabelledRows all = pupils.Rows(pupils.values.span(), columns);
    options.decrement = decrement;
    std::optional<Preconditioner> preconditioner;
    if (!IsWorthAllDirections(all)) {
      TRY_ASSIGN(const auto gram, WeightedGram(few));
      TRY_ASSIGN(const double outside, OutsideOf(all, few));
      TRY_ASSIGN(preconditioner,
                 Preconditioner::Create(gram.span(), few.class_count, options.c, basis, outside));
      options.preconditioner = &*preconditioner;
    }
    TRY_ASSIGN(layer, FitSoftmaxRegression(all, {}, options, &layer));
  }
  const auto scale = static_cast<float>(1 / lesson.temperature);
  for (size_t i = 0; i < pupils.labels.size(); ++i) {
    const auto weights = layer.weights.span().subspan(i * columns, columns);
    float& bias = layer.biases.data()[i];
    bias = (bias - Dot(weights, mean)) * scale;
    for (float& weight : weights) weight *= scale;
  }
  lesson.weights = std::move(layer.weights);
  lesson.biases = std::move(layer.biases);
  return {};
}

// Centers the pictures where they are, when all that needs them as they were is done: a copy of
// ten thousand would be 50 MiB.
Result<Lesson> LessonOf(Pupils pupils, const TeachOptions& options) {
  const size_t columns = pupils.columns;
  const auto classes = static_cast<int>(pupils.labels.size());
  double from = 0, share = kShareOfValidation;
  const auto keep_going = [&](double part) {
    return !options.on_progress || options.on_progress(from + share * part);
  };
  if (!keep_going(0)) return Fail(error_code::kCallCancelled, "teaching was cancelled");
  const LabelledRows whole = pupils.Rows(pupils.values.span(), columns);
  TRY_ASSIGN(const Folds folds,
             MakeFolds(pupils.values.span(), columns, pupils.classes.span(), classes));
  TRY_ASSIGN(auto cosines, HeldOutCosines(whole, folds, pupils.none_class));
  TRY_ASSIGN(auto centroids, CentroidsOf(whole, folds, -1, pupils.none_class));
  TRY_ASSIGN(const std::string twins, WarningOfTwins(pupils));
  TRY_ASSIGN(const auto mean, Center(pupils.values.span(), columns));
  TRY_ASSIGN(const Basis basis, MakeBasis(pupils.values.span(), columns, kMostDimensions));
  const LabelledRows rows = pupils.Rows(basis.coordinates.span(), basis.rank);
  TRY_ASSIGN(const auto held_out, CrossValidate(rows, folds, keep_going));
  Lesson lesson{.regularization = held_out.c, .temperature = held_out.temperature};
  TRY_ASSIGN(const Said said,
             SaidOf(held_out.logits.span(), pupils.labels.size(), held_out.temperature));
  const auto truth = pupils.classes.span();
  lesson.evaluation = Evaluate(pupils.labels, {truth.begin(), truth.end()}, said.classes);
  lesson.mistakes = MistakesOf(pupils, said);
  std::ranges::copy_if(lesson.mistakes, std::back_inserter(lesson.doubtful),
                       [](const Doubt& each) { return each.score >= kSure; });
  WarnOfFew(lesson.evaluation, lesson.warnings);
  if (!twins.empty()) lesson.warnings.push_back(twins);
  TRY(SetRule(pupils.none_class, std::move(cosines), said, options.lost, lesson));
  from = kShareOfValidation;
  share = 1 - kShareOfValidation;
  TRY(FitLayer(pupils, basis, mean.span(), [&] { return keep_going(0.5); }, lesson));
  lesson.centroids = std::move(centroids);
  keep_going(1);
  return lesson;
}

}  // namespace

Result<void> Teacher::Add(std::span<const float> embedding, std::string_view label) {
  if (size_ == 0 || embedding.size() != size_ || label.empty()) {
    return Fail(error_code::kCallBadArgument,
                {"an embedding of ", embedding.size(), " numbers with a label of ", label.size(),
                 " bytes; want ", size_, " numbers and a label"});
  }
  if (!std::ranges::all_of(embedding, [](float value) { return std::isfinite(value); })) {
    return Fail(error_code::kCallBadArgument, "an embedding holds NaN or infinity");
  }
  if ((count_ + 1) * size_ > embeddings_.size()) {
    constexpr size_t kFirst = 64;
    TRY_ASSIGN(auto grown, Buffer<float>::Create(std::max(kFirst, 2 * count_) * size_));
    std::ranges::copy(embeddings_.span(), grown.data());
    embeddings_ = std::move(grown);
  }
  const auto row = embeddings_.span().subspan(count_ * size_, size_);
  std::ranges::copy(embedding, row.begin());
  NormalizeLength(row);
  auto found = std::ranges::find(labels_, label);
  if (found == labels_.end()) found = labels_.emplace(labels_.end(), label);
  classes_.push_back(static_cast<int>(found - labels_.begin()));
  ++count_;
  return {};
}

Result<void> Teacher::Remove(int index) {
  if (index < 0 || index >= pictures()) {
    return Fail(error_code::kCallBadArgument, {"picture ", index, " of ", count_});
  }
  float* row = embeddings_.data() + static_cast<size_t>(index) * size_;
  std::copy(row + size_, embeddings_.data() + count_ * size_, row);
  classes_.erase(classes_.begin() + index);
  --count_;
  return {};
}

Result<Lesson> Teacher::Teach(const TeachOptions& options) const {
  if (!(options.lost >= 0 && options.lost <= kMostLost)) {
    return Fail(error_code::kCallBadArgument, "lost is not between 0 and 0.5");
  }
  Pupils pupils{.columns = size_};
  for (size_t i = 0; i < labels_.size(); ++i) {
    if (std::ranges::find(classes_, static_cast<int>(i)) != classes_.end()) {
      pupils.labels.push_back(labels_[i]);
    }
  }
  HeapSort(pupils.labels);
  if (pupils.labels.size() < 2) {
    return Fail(error_code::kCallBadArgument,
                {"pictures of ", pupils.labels.size(), " classes; want two classes at least"});
  }
  if (uint64_t{count_} * pupils.labels.size() > kMostAnswers) {
    return Fail(error_code::kCallBadArgument,
                {count_, " pictures of ", pupils.labels.size(),
                 " classes are too many to teach at once: leave some out"});
  }
  if (!options.none_label.empty()) {
    const auto none = std::ranges::find(pupils.labels, options.none_label);
    if (none == pupils.labels.end()) {
      return Fail(error_code::kCallBadArgument, {"no picture of '", options.none_label, "'"});
    }
    pupils.none_class = static_cast<int>(none - pupils.labels.begin());
  }
  TRY_ASSIGN(auto classes, Buffer<int32_t>::Create(count_));
  for (size_t i = 0; i < count_; ++i) {
    const auto& label = labels_[static_cast<size_t>(classes_[i])];
    classes.data()[i] = static_cast<int32_t>(std::ranges::lower_bound(pupils.labels, label) -
                                             pupils.labels.begin());
  }
  const auto rows = embeddings_.span().first(count_ * size_);
  TRY_ASSIGN(pupils.order, CanonicalOrder(rows, size_, classes.span()));
  TRY_ASSIGN(pupils.values, Gathered(rows, size_, pupils.order.span()));
  TRY_ASSIGN(pupils.classes, Buffer<int32_t>::Create(count_));
  for (size_t i = 0; i < count_; ++i) {
    pupils.classes.data()[i] = classes.data()[pupils.order.data()[i]];
  }
  return LessonOf(std::move(pupils), options);
}

}  // namespace glance
