#include "teach/softmax_regression.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <optional>
#include <utility>

#include "teach/lbfgs.h"
#include "teach/logarithm.h"
#include "teach/preconditioner.h"
#include "teach/vectors.h"

namespace glance {
namespace {

// Classes are padded to whole blocks.
size_t PaddedTo(size_t count) { return (count + kBlock - 1) / kBlock * kBlock; }

constexpr float kNothing[kBlock] = {};

// Calls `take` with the places of each kRowsAtOnce of `count` rows; the last ones may repeat.
template <typename Take>
void ForRows(size_t count, Take take) {
  for (size_t i = 0; i < count; i += kRowsAtOnce) {
    std::array<size_t, kRowsAtOnce> places{};
    for (size_t k = 0; k < kRowsAtOnce; ++k) places[k] = std::min(i + k, count - 1);
    take(places, std::min(count - i, kRowsAtOnce));
  }
}

// What one fit works on: only classes and rows that are used.
class Fit {
 public:
  Fit(const LabelledRows& examples, double c) : examples_(examples), c_(c) {}

  Result<void> Prepare(std::span<const uint8_t> is_used);
  // Value and gradient at (weights by column, then biases) of the used classes.
  double Evaluate(std::span<const double> at, std::span<double> gradient);
  void Precondition(Preconditioner& by, std::span<double> gradient);
  Result<LinearLayer> LayerAt(std::span<const double> at) const;
  void ReadStart(const LinearLayer& start, std::span<double> at) const;
  size_t parameters() const { return (examples_.columns + 1) * used_; }

 private:
  void ReadWeights(std::span<const double> at);
  void Logits();
  double Residuals();
  void Products();
  void WriteGradient(std::span<const double> at, std::span<double> gradient) const;
  // Where weight (column j, class c) is in weights_ and products_.
  size_t At(size_t j, size_t c) const {
    return (c / kBlock * examples_.columns + j) * kBlock + c % kBlock;
  }

  const LabelledRows& examples_;
  double c_;
  size_t used_ = 0;             // classes
  size_t stride_ = 0;           // used_, padded
  double total_ = 0;            // of all weights
  Buffer<uint32_t> rows_;       // rows that are used
  Buffer<int32_t> position_;    // of a class among the used ones, or -1
  Buffer<double> row_weights_;  // by class
  Buffer<float> weights_;       // (stride / kBlock, columns, kBlock)
  Buffer<float> biases_;        // (stride)
  Buffer<float> outputs_;       // (rows, stride): logits, then residuals
  Buffer<float> products_;      // as weights_
};

Result<void> Fit::Prepare(std::span<const uint8_t> is_used) {
  const auto classes = static_cast<size_t>(examples_.class_count);
  TRY_ASSIGN(rows_, UsedRows(examples_, is_used));
  TRY_ASSIGN(position_, Buffer<int32_t>::Create(classes));
  TRY_ASSIGN(row_weights_, ClassWeights(examples_, is_used));
  for (size_t i = 0; i < classes; ++i) {
    const bool is_there = row_weights_.data()[i] > 0;
    position_.data()[i] = is_there ? static_cast<int32_t>(used_++) : -1;
  }
  total_ = static_cast<double>(rows_.size());
  stride_ = PaddedTo(used_);
  TRY_ASSIGN(weights_, Buffer<float>::Create(examples_.columns * stride_));
  TRY_ASSIGN(biases_, Buffer<float>::Create(stride_));
  TRY_ASSIGN(outputs_, Buffer<float>::Create(rows_.size() * stride_));
  TRY_ASSIGN(products_, Buffer<float>::Create(examples_.columns * stride_));
  return {};
}

// Turns logits into weight * (probability - truth), and returns the sum of weight * -log of the
// true class's probability.
double Fit::Residuals() {
  double loss = 0;
  for (size_t i = 0; i < rows_.size(); ++i) {
    float* output = outputs_.data() + i * stride_;
    const int32_t label = examples_.classes[rows_.data()[i]];
    const double weight = row_weights_.data()[label];
    const int32_t truth = position_.data()[label];
    const float largest = *std::max_element(output, output + used_);
    const double true_logit = output[truth];
    double sum = 0;
    for (size_t c = 0; c < used_; ++c) {
      output[c] = std::exp(output[c] - largest);
      sum += output[c];
    }
    loss += weight * (Log(sum) + largest - true_logit);
    const auto scale = static_cast<float>(weight / sum);
    for (size_t c = 0; c < used_; ++c) output[c] *= scale;
    output[truth] -= static_cast<float>(weight);
    std::fill(output + used_, output + stride_, 0.0f);
  }
  return loss;
}

void Fit::ReadWeights(std::span<const double> at) {
  const size_t columns = examples_.columns;
  for (size_t j = 0; j < columns; ++j) {
    for (size_t c = 0; c < used_; ++c) {
      weights_.data()[At(j, c)] = static_cast<float>(at[j * used_ + c]);
    }
  }
  for (size_t c = 0; c < used_; ++c) {
    biases_.data()[c] = static_cast<float>(at[columns * used_ + c]);
  }
}

// Block by block: its weights stay in the processor's cache while all rows pass.
void Fit::Logits() {
  for (size_t i = 0; i < rows_.size(); ++i) {
    std::ranges::copy(biases_.span(), outputs_.data() + i * stride_);
  }
  std::array<float, kBlock> ignored{};
  for (size_t block = 0; block < stride_; block += kBlock) {
    ForRows(rows_.size(), [&](const auto& places, size_t count) {
      const float* rows[kRowsAtOnce];
      float* targets[kRowsAtOnce];
      for (size_t k = 0; k < kRowsAtOnce; ++k) {
        rows[k] = examples_.Row(rows_.data()[places[k]]).data();
        targets[k] = k < count ? outputs_.data() + places[k] * stride_ + block : ignored.data();
      }
      MultiplyBlock(rows, examples_.columns, weights_.data() + At(0, block), targets);
    });
  }
}

// The sums over all rows of their numbers times their residuals.
void Fit::Products() {
  std::ranges::fill(products_.span(), 0.0f);
  for (size_t block = 0; block < stride_; block += kBlock) {
    ForRows(rows_.size(), [&](const auto& places, size_t count) {
      const float* rows[kRowsAtOnce];
      const float* residuals[kRowsAtOnce];
      for (size_t k = 0; k < kRowsAtOnce; ++k) {
        rows[k] = examples_.Row(rows_.data()[places[k]]).data();
        residuals[k] = k < count ? outputs_.data() + places[k] * stride_ + block : kNothing;
      }
      AddProducts(rows, residuals, examples_.columns, products_.data() + At(0, block));
    });
  }
}

void Fit::WriteGradient(std::span<const double> at, std::span<double> gradient) const {
  const size_t columns = examples_.columns;
  for (size_t j = 0; j < columns; ++j) {
    for (size_t c = 0; c < used_; ++c) {
      const size_t i = j * used_ + c;
      gradient[i] = (double{products_.data()[At(j, c)]} + at[i] / c_) / total_;
    }
  }
  for (size_t c = 0; c < used_; ++c) {
    double sum = 0;
    for (size_t i = 0; i < rows_.size(); ++i) sum += outputs_.data()[i * stride_ + c];
    gradient[columns * used_ + c] = sum / total_;
  }
}

double Fit::Evaluate(std::span<const double> at, std::span<double> gradient) {
  ReadWeights(at);
  Logits();
  const double loss = Residuals();
  Products();
  WriteGradient(at, gradient);
  const auto weights = at.first(examples_.columns * used_);
  return (loss + Dot(weights, weights) / (2 * c_)) / total_;
}

// Multiplies a gradient by about the inverse of the curvature.
void Fit::Precondition(Preconditioner& by, std::span<double> gradient) {
  const size_t columns = examples_.columns;
  ReadWeights(gradient);
  for (size_t block = 0; block < stride_; block += kBlock) {
    by.Apply(weights_.span().subspan(At(0, block), columns * kBlock),
             products_.span().subspan(At(0, block), columns * kBlock));
  }
  for (size_t j = 0; j < columns; ++j) {
    for (size_t c = 0; c < used_; ++c) {
      gradient[j * used_ + c] = total_ * products_.data()[At(j, c)];
    }
  }
  // With probabilities of 1 / classes, a bias curves the loss by the same.
  for (double& value : gradient.subspan(columns * used_)) value *= static_cast<double>(used_);
}

Result<LinearLayer> Fit::LayerAt(std::span<const double> at) const {
  const size_t columns = examples_.columns;
  LinearLayer layer;
  TRY_ASSIGN(layer.weights, Buffer<float>::Create(position_.size() * columns));
  TRY_ASSIGN(layer.biases, Buffer<float>::Create(position_.size()));
  for (size_t i = 0; i < position_.size(); ++i) {
    const int32_t c = position_.data()[i];
    layer.biases.data()[i] = -std::numeric_limits<float>::infinity();
    if (c < 0) continue;
    layer.biases.data()[i] = static_cast<float>(at[columns * used_ + static_cast<size_t>(c)]);
    for (size_t j = 0; j < columns; ++j) {
      layer.weights.data()[i * columns + j] =
          static_cast<float>(at[j * used_ + static_cast<size_t>(c)]);
    }
  }
  return layer;
}

void Fit::ReadStart(const LinearLayer& start, std::span<double> at) const {
  const size_t columns = examples_.columns;
  for (size_t i = 0; i < position_.size(); ++i) {
    const int32_t c = position_.data()[i];
    const float bias = start.biases.data()[i];
    if (c < 0 || !std::isfinite(bias)) continue;
    at[columns * used_ + static_cast<size_t>(c)] = bias;
    for (size_t j = 0; j < columns; ++j) {
      at[j * used_ + static_cast<size_t>(c)] = start.weights.data()[i * columns + j];
    }
  }
}

}  // namespace

void LinearLayer::Apply(std::span<const float> row, std::span<float> logits) const {
  for (size_t c = 0; c < biases.size(); ++c) {
    logits[c] = biases.data()[c] + Dot(weights.span().subspan(c * row.size(), row.size()), row);
  }
}

Result<LinearLayer> FitSoftmaxRegression(const LabelledRows& examples,
                                         std::span<const uint8_t> is_used,
                                         const RegressionOptions& options,
                                         const LinearLayer* start) {
  Fit fit(examples, options.c);
  TRY(fit.Prepare(is_used));
  TRY_ASSIGN(auto position, Buffer<double>::Create(fit.parameters()));
  if (start != nullptr) fit.ReadStart(*start, position.span());
  Preconditioner* preconditioner = options.preconditioner;
  std::optional<Preconditioner> own;
  if (preconditioner == nullptr) {
    TRY_ASSIGN(auto gram, WeightedGram(examples, is_used));
    TRY_ASSIGN(own, Preconditioner::Create(std::move(gram), examples.class_count, options.c));
    preconditioner = &*own;
  }
  const Objective objective{[&fit](std::span<const double> at, std::span<double> gradient) {
                              return fit.Evaluate(at, gradient);
                            },
                            [&fit, preconditioner](std::span<double> gradient) {
                              fit.Precondition(*preconditioner, gradient);
                            }};
  TRY(Minimize(objective, position.span(), {.decrement = options.decrement}, options.keep_going));
  return fit.LayerAt(position.span());
}

}  // namespace glance
