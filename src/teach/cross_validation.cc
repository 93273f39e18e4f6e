#include "teach/cross_validation.h"

#include <algorithm>
#include <limits>
#include <optional>
#include <utility>
#include <vector>

#include "teach/calibration.h"
#include "teach/vectors.h"

namespace glance {
namespace {

constexpr double kGradient = 2e-4;  // coarser than for the layer that is kept

// A layer for each fold, taught without it.
class FoldLayers {
 public:
  FoldLayers(const LabelledRows& examples, const Folds& folds)
      : examples_(examples), folds_(folds), layers_(static_cast<size_t>(folds.count)) {}

  // Teaches all of them with `c`, each from where it was with the last one; returns the logits of
  // the rows that are hidden from each.
  Result<Buffer<float>> Teach(double c, const std::function<bool(double)>& keep_going) {
    const auto classes = static_cast<size_t>(examples_.class_count);
    TRY_ASSIGN(auto logits, Buffer<float>::Create(examples_.rows() * classes));
    TRY_ASSIGN(auto is_used, Buffer<uint8_t>::Create(examples_.rows()));
    for (int fold = 0; fold < folds_.count; ++fold) {
      const auto is_hidden = [&](size_t row) { return folds_.fold_of.data()[row] == fold; };
      for (size_t row = 0; row < is_used.size(); ++row) is_used.data()[row] = !is_hidden(row);
      const auto go_on = [&] { return keep_going(static_cast<double>(fold) / folds_.count); };
      auto& layer = layers_[static_cast<size_t>(fold)];
      const RegressionOptions options{.c = c, .gradient = kGradient, .keep_going = go_on};
      TRY_ASSIGN(layer, FitSoftmaxRegression(examples_, is_used.span(), options,
                                             layer ? &*layer : nullptr));
      for (size_t row = 0; row < is_used.size(); ++row) {
        if (!is_hidden(row)) continue;
        layer->Apply(examples_.Row(row), logits.span().subspan(row * classes, classes));
      }
    }
    return logits;
  }

 private:
  const LabelledRows& examples_;
  const Folds& folds_;
  std::vector<std::optional<LinearLayer>> layers_;
};

bool IsZero(std::span<const float> values) {
  return std::ranges::all_of(values, [](float value) { return value == 0; });
}

}  // namespace

Result<HeldOut> CrossValidate(const LabelledRows& examples, const Folds& folds,
                              const std::function<bool(double)>& keep_going) {
  FoldLayers layers(examples, folds);
  HeldOut best;
  double least = std::numeric_limits<double>::infinity();
  for (size_t i = 0; i < kRegularizations.size(); ++i) {
    const double c = kRegularizations[i];
    const auto go_on = [&](double part) {
      return keep_going((static_cast<double>(i) + part) / kRegularizations.size());
    };
    TRY_ASSIGN(auto logits, layers.Teach(c, go_on));
    const auto classes = static_cast<size_t>(examples.class_count);
    const HeldOutLogits held_out{logits.span(), examples.classes, classes};
    const double temperature = BestTemperature(held_out);
    const double loss = LogLoss(held_out, temperature);
    if (!(loss < least)) break;
    least = loss;
    best = {c, temperature, std::move(logits)};
  }
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
