#include "teach/last_layer.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "teach/preconditioner.h"
#include "teach/softmax_regression.h"
#include "teach/vectors.h"

namespace glance {
namespace {

constexpr double kCoarse = 1e-3;  // LbfgsOptions::decrement

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

// Goes on from `layer`, which was fitted to the coordinates in the basis, in all columns. The basis
// goes before a preconditioner of all columns comes: both are large.
Result<LinearLayer> FitInAllColumns(const Pupils& pupils, Basis basis, RegressionOptions options,
                                    const LinearLayer& layer) {
  const LabelledRows all = pupils.Rows(pupils.values.span(), pupils.columns);
  if (IsWorthAllDirections(all)) {
    basis = {};
    return FitSoftmaxRegression(all, {}, options, &layer);
  }
  const LabelledRows few = pupils.Rows(basis.coordinates.span(), basis.rank);
  TRY_ASSIGN(auto gram, WeightedGram(few));
  TRY_ASSIGN(const double outside, OutsideOf(all, few));
  TRY_ASSIGN(auto preconditioner,
             Preconditioner::Create(std::move(gram), few.class_count, options.c, basis, outside));
  options.preconditioner = &preconditioner;
  return FitSoftmaxRegression(all, {}, options, &layer);
}

// Makes a layer for centered rows one for rows from which `mean` is not subtracted, whose logits
// are divided by `temperature`.
void Undo(std::span<const float> mean, double temperature, LinearLayer& layer) {
  const auto scale = static_cast<float>(1 / temperature);
  for (size_t i = 0; i < layer.biases.size(); ++i) {
    const auto weights = layer.weights.span().subspan(i * mean.size(), mean.size());
    float& bias = layer.biases.data()[i];
    bias = (bias - Dot(weights, mean)) * scale;
    for (float& weight : weights) weight *= scale;
  }
}

}  // namespace

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

Result<void> FitLayer(const Pupils& pupils, Basis basis, std::span<const float> mean,
                      const std::function<bool()>& keep_going, Lesson& lesson) {
  const RegressionOptions exact{.c = lesson.regularization, .keep_going = keep_going};
  RegressionOptions first = exact;
  if (!basis.is_exact) first.decrement = kCoarse;  // only where the search in all columns begins
  const LabelledRows few = pupils.Rows(basis.coordinates.span(), basis.rank);
  TRY_ASSIGN(const LinearLayer reduced, FitSoftmaxRegression(few, {}, first));
  TRY_ASSIGN(LinearLayer layer, InWholeSpace(reduced, basis, pupils.columns));
  if (!basis.is_exact) {
    TRY_ASSIGN(layer, FitInAllColumns(pupils, std::move(basis), exact, layer));
  }
  Undo(mean, lesson.temperature, layer);
  lesson.weights = std::move(layer.weights);
  lesson.biases = std::move(layer.biases);
  return {};
}

}  // namespace glance
