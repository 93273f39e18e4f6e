#include "teach/cross_validation.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "teach/vectors.h"

namespace glance {
namespace {

constexpr double kGradient = 1e-4;  // coarser than for the layer that is kept

bool IsZero(std::span<const float> values) {
  return std::ranges::all_of(values, [](float value) { return value == 0; });
}

}  // namespace

Result<HeldOutByC> CrossValidate(const LabelledRows& examples, const Folds& folds,
                                 const std::function<bool(double)>& keep_going) {
  const auto classes = static_cast<size_t>(examples.class_count);
  HeldOutByC held_out;
  for (auto& logits : held_out) {
    TRY_ASSIGN(logits, Buffer<float>::Create(examples.rows() * classes));
  }
  TRY_ASSIGN(auto is_used, Buffer<uint8_t>::Create(examples.rows()));
  const double fits = static_cast<double>(folds.count) * kRegularizations.size();
  double done = 0;
  const auto go_on = [&] { return keep_going(done / fits); };
  for (int fold = 0; fold < folds.count; ++fold) {
    for (size_t row = 0; row < examples.rows(); ++row) {
      is_used.data()[row] = folds.fold_of.data()[row] != fold ? 1 : 0;
    }
    std::optional<LinearLayer> layer;  // of the last C, from where the next one's search begins
    for (size_t i = 0; i < kRegularizations.size(); ++i) {
      const RegressionOptions options{
          .c = kRegularizations[i], .gradient = kGradient, .keep_going = go_on};
      TRY_ASSIGN(layer, FitSoftmaxRegression(examples, is_used.span(), options,
                                             layer ? &*layer : nullptr));
      for (size_t row = 0; row < examples.rows(); ++row) {
        if (is_used.data()[row] != 0) continue;
        layer->Apply(examples.Row(row), held_out[i].span().subspan(row * classes, classes));
      }
      done += 1;
    }
  }
  return held_out;
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
