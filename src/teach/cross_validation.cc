#include "teach/cross_validation.h"

#include <algorithm>
#include <limits>
#include <optional>
#include <utility>
#include <vector>

#include "teach/calibration.h"
#include "teach/preconditioner.h"
#include "teach/vectors.h"

namespace glance {
namespace {

constexpr double kDecrement = 4e-4;  // coarser than for the layer that is kept

// Rows that are hidden while C is chosen: more tell little more.
constexpr size_t kEnough = 500;

// A larger C takes longer to teach and is surer of itself: it has to do better by this much.
constexpr double kWorthIt = 0.99;

// How many folds, from the first, hide kEnough rows; all of them when they hide fewer.
int FoldsToChooseBy(const Folds& folds) {
  size_t hidden = 0;
  int count = 0;
  while (count < folds.count && hidden < kEnough) {
    hidden += static_cast<size_t>(std::ranges::count(folds.fold_of.span(), count));
    ++count;
  }
  return count;
}

// A layer for each fold, taught without it, and the logits of the rows that are hidden from it.
class FoldLayers {
 public:
  FoldLayers(const LabelledRows& examples, const Folds& folds)
      : examples_(examples), folds_(folds), layers_(static_cast<size_t>(folds.count)) {}

  Result<void> Prepare() {
    TRY_ASSIGN(gram_, WeightedGram(examples_));
    TRY_ASSIGN(is_used_, Buffer<uint8_t>::Create(examples_.rows()));
    TRY_ASSIGN(logits_, Buffer<float>::Create(examples_.rows() * classes()));
    return {};
  }

  // Teaches the layers of folds `first` to `last` - 1 with `c`, each from where it was with the
  // last one.
  Result<void> Teach(double c, int first, int last, const std::function<bool(double)>& keep_going) {
    TRY_ASSIGN(auto gram, Buffer<double>::CopyOf(gram_.span()));
    TRY_ASSIGN(auto preconditioner,
               Preconditioner::Create(std::move(gram), examples_.class_count, c));
    for (int fold = first; fold < last; ++fold) {
      const auto go_on = [&] {
        return keep_going(static_cast<double>(fold - first) / (last - first));
      };
      TRY(TeachFold(fold, {.c = c,
                           .decrement = kDecrement,
                           .preconditioner = &preconditioner,
                           .keep_going = go_on}));
    }
    return {};
  }

  Buffer<float>& logits() { return logits_; }  // (rows, classes)
  size_t classes() const { return static_cast<size_t>(examples_.class_count); }

 private:
  Result<void> TeachFold(int fold, const RegressionOptions& options) {
    const auto is_hidden = [&](size_t row) { return folds_.fold_of.data()[row] == fold; };
    for (size_t row = 0; row < is_used_.size(); ++row) is_used_.data()[row] = !is_hidden(row);
    auto& layer = layers_[static_cast<size_t>(fold)];
    TRY_ASSIGN(layer, FitSoftmaxRegression(examples_, is_used_.span(), options,
                                           layer ? &*layer : nullptr));
    for (size_t row = 0; row < is_used_.size(); ++row) {
      if (!is_hidden(row)) continue;
      layer->Apply(examples_.Row(row), logits_.span().subspan(row * classes(), classes()));
    }
    return {};
  }

  const LabelledRows& examples_;
  const Folds& folds_;
  std::vector<std::optional<LinearLayer>> layers_;
  Buffer<double> gram_;
  Buffer<uint8_t> is_used_;
  Buffer<float> logits_;
};

bool IsZero(std::span<const float> values) {
  return std::ranges::all_of(values, [](float value) { return value == 0; });
}

// Copies of the logits and classes of the rows that the first `folds_to_count` folds hide.
struct FirstFolds {
  Buffer<float> logits;
  Buffer<int32_t> classes;

  static Result<FirstFolds> Of(std::span<const float> logits, const LabelledRows& examples,
                               const Folds& folds, int folds_to_count) {
    const auto columns = static_cast<size_t>(examples.class_count);
    FirstFolds first;
    TRY_ASSIGN(first.logits, Buffer<float>::Create(logits.size()));
    TRY_ASSIGN(first.classes, Buffer<int32_t>::Create(examples.rows()));
    size_t count = 0;
    for (size_t row = 0; row < examples.rows(); ++row) {
      if (folds.fold_of.data()[row] >= folds_to_count) continue;
      std::ranges::copy(logits.subspan(row * columns, columns),
                        first.logits.data() + count * columns);
      first.classes.data()[count++] = examples.classes[row];
    }
    first.logits = std::move(first.logits).First(count * columns);
    first.classes = std::move(first.classes).First(count);
    return first;
  }
};

// C of the least CalibrationLoss of the rows that the first folds hide. `layers` then has their
// logits.
Result<double> ChooseC(FoldLayers& layers, const LabelledRows& examples, const Folds& folds,
                       int first_folds, const std::function<bool(double)>& keep_going) {
  double best = 0, least = std::numeric_limits<double>::infinity();
  Buffer<float> logits;
  for (size_t i = 0; i < kRegularizations.size(); ++i) {
    const auto go_on = [&](double part) {
      return keep_going((static_cast<double>(i) + part) / kRegularizations.size());
    };
    TRY(layers.Teach(kRegularizations[i], 0, first_folds, go_on));
    TRY_ASSIGN(const auto hidden,
               FirstFolds::Of(layers.logits().span(), examples, folds, first_folds));
    const HeldOutLogits held_out{hidden.logits.span(), hidden.classes.span(), layers.classes()};
    const double loss = CalibrationLoss(held_out, BestTemperature(held_out));
    if (!(loss < kWorthIt * least)) break;
    least = loss;
    best = kRegularizations[i];
    TRY_ASSIGN(logits, Buffer<float>::CopyOf(layers.logits().span()));
  }
  layers.logits() = std::move(logits);
  return best;
}

}  // namespace

Result<HeldOut> CrossValidate(const LabelledRows& examples, const Folds& folds,
                              const std::function<bool(double)>& keep_going) {
  FoldLayers layers(examples, folds);
  TRY(layers.Prepare());
  const int first = FoldsToChooseBy(folds), others = folds.count - first;
  const double steps = static_cast<double>(kRegularizations.size()) * first;
  const double share = steps / (steps + others);
  HeldOut best;
  TRY_ASSIGN(best.c, ChooseC(layers, examples, folds, first,
                             [&](double part) { return keep_going(share * part); }));
  TRY(layers.Teach(best.c, first, folds.count,
                   [&](double part) { return keep_going(share + (1 - share) * part); }));
  best.logits = std::move(layers.logits());
  best.temperature = BestTemperature({best.logits.span(), examples.classes, layers.classes()});
  return best;
}

Result<Buffer<float>> CentroidsOf(const LabelledRows& rows, const Folds& folds, int hidden,
                                  int none_class) {
  const size_t columns = rows.columns;
  TRY_ASSIGN(auto centroids,
             Buffer<float>::Create(static_cast<size_t>(rows.class_count) * columns));
  for (size_t row = 0; row < rows.rows(); ++row) {
    const int32_t label = rows.classes[row];
    if (label == none_class || folds.fold_of.data()[row] == hidden) continue;
    AddScaled(centroids.span().subspan(static_cast<size_t>(label) * columns, columns), 1,
              rows.Row(row));
  }
  for (size_t i = 0; i < centroids.size(); i += columns) {
    NormalizeLength(centroids.span().subspan(i, columns));
  }
  return centroids;
}

Result<Buffer<float>> HeldOutCosines(const LabelledRows& rows, const Folds& folds, int none_class) {
  constexpr float kNone = -2;
  const size_t columns = rows.columns;
  TRY_ASSIGN(auto cosines, Buffer<float>::Create(rows.rows()));
  std::ranges::fill(cosines.span(), kNone);
  for (int fold = 0; fold < folds.count; ++fold) {
    TRY_ASSIGN(const auto centroids, CentroidsOf(rows, folds, fold, none_class));
    const auto of_class = [&](size_t label) {
      return centroids.span().subspan(label * columns, columns);
    };
    for (size_t row = 0; row < rows.rows(); ++row) {
      const auto label = static_cast<size_t>(rows.classes[row]);
      if (folds.fold_of.data()[row] != fold || IsZero(of_class(label))) continue;
      float& best = cosines.data()[row];
      for (size_t i = 0; i < static_cast<size_t>(rows.class_count); ++i) {
        if (!IsZero(of_class(i))) best = std::max(best, Dot(rows.Row(row), of_class(i)));
      }
    }
  }
  return cosines;
}

}  // namespace glance
