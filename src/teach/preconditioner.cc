#include "teach/preconditioner.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "teach/basis.h"
#include "teach/softmax_regression.h"
#include "teach/vectors.h"

namespace glance {
namespace {

// A square matrix of which what is on and below the diagonal is used.
struct Triangle {
  double* values;
  size_t size;

  double& At(size_t row, size_t column) const { return values[row * size + column]; }
  std::span<const double> Row(size_t row, size_t from, size_t to) const {
    return {values + row * size + from, to - from};
  }
};

// Turns a matrix whose eigenvalues are all more than `least`, but for rounding, into its Cholesky
// factor L, row by row.
void Factorize(Triangle matrix, double least) {
  for (size_t i = 0; i < matrix.size; ++i) {
    for (size_t j = 0; j < i; ++j) {
      const double rest = matrix.At(i, j) - Dot(matrix.Row(i, 0, j), matrix.Row(j, 0, j));
      matrix.At(i, j) = rest / matrix.At(j, j);
    }
    const double rest = matrix.At(i, i) - Dot(matrix.Row(i, 0, i), matrix.Row(i, 0, i));
    matrix.At(i, i) = std::sqrt(std::max(rest, least));
  }
}

// Turns L into its inverse.
void InvertFactor(Triangle factor) {
  for (size_t i = 0; i < factor.size; ++i) {
    const double scale = 1 / factor.At(i, i);
    // Row i of the inverse: -scale times row i of L times the rows of the inverse above it.
    const std::span<double> row(factor.values + i * factor.size, i);
    for (size_t k = 0; k < i; ++k) {
      const double part = row[k];
      row[k] = 0;
      AddScaled(row.first(k + 1), -scale * part, factor.Row(k, 0, k + 1));
    }
    factor.At(i, i) = scale;
  }
}

// The product of the inverse factor's transpose with itself: the inverse of the matrix.
Result<Buffer<float>> SquareOf(Triangle inverse) {
  const size_t size = inverse.size;
  TRY_ASSIGN(auto square, Buffer<float>::Create(size * size));
  TRY_ASSIGN(auto row, Buffer<double>::Create(size));
  for (size_t i = 0; i < size; ++i) {
    std::ranges::fill(row.span(), 0.0);
    for (size_t k = i; k < size; ++k) {
      AddScaled(row.span().first(i + 1), inverse.At(k, i), inverse.Row(k, 0, i + 1));
    }
    for (size_t j = 0; j <= i; ++j) {
      square.data()[i * size + j] = square.data()[j * size + i] = static_cast<float>(row.data()[j]);
    }
  }
  return square;
}

// Adds the products of `used` rows with their weighted numbers in the columns from `from`:
// (columns - from, kBlock).
void AddBlock(const LabelledRows& examples, std::span<const uint32_t> used,
              std::span<const double> weights, size_t from, std::span<float> products) {
  const size_t width = std::min(kBlock, examples.columns - from);
  for (size_t i = 0; i < used.size(); i += kRowsAtOnce) {
    float numbers[kRowsAtOnce][kBlock] = {};
    const float* rows[kRowsAtOnce];
    const float* factors[kRowsAtOnce];
    for (size_t k = 0; k < kRowsAtOnce; ++k) {
      const uint32_t row = used[std::min(i + k, used.size() - 1)];
      rows[k] = examples.Row(row).data() + from;
      factors[k] = numbers[k];
      if (i + k >= used.size()) continue;
      const double weight = weights[static_cast<size_t>(examples.classes[row])];
      for (size_t j = 0; j < width; ++j) numbers[k][j] = static_cast<float>(weight * rows[k][j]);
    }
    AddProducts(rows, factors, examples.columns - from, products.data());
  }
}

double Trace(std::span<const double> matrix, size_t size) {
  double trace = 0;
  for (size_t i = 0; i < size; ++i) trace += matrix[i * (size + 1)];
  return trace;
}

// A matrix, (rows, columns), times (columns, kBlock) -> `product`, (rows, kBlock).
void MultiplyRows(std::span<const float> matrix, std::span<const float> block,
                  std::span<float> product) {
  const size_t columns = block.size() / kBlock, count = product.size() / kBlock;
  std::array<float, kBlock> ignored{};
  std::ranges::fill(product, 0.0f);
  for (size_t i = 0; i < count; i += kRowsAtOnce) {
    const float* rows[kRowsAtOnce];
    float* targets[kRowsAtOnce];
    for (size_t k = 0; k < kRowsAtOnce; ++k) {
      const size_t row = std::min(i + k, count - 1);
      rows[k] = matrix.data() + row * columns;
      targets[k] = i + k == row ? product.data() + row * kBlock : ignored.data();
    }
    MultiplyBlock(rows, columns, block.data(), targets);
  }
}

constexpr float kNoFactors[kBlock] = {};

}  // namespace

Result<Buffer<double>> ClassWeights(const LabelledRows& examples,
                                    std::span<const uint8_t> is_used) {
  TRY_ASSIGN(auto weights, Buffer<double>::Create(static_cast<size_t>(examples.class_count)));
  double rows = 0, classes = 0;
  for (size_t row = 0; row < examples.rows(); ++row) {
    if (!is_used.empty() && is_used[row] == 0) continue;
    double& count = weights.data()[examples.classes[row]];
    if (count == 0) ++classes;
    ++count;
    ++rows;
  }
  for (double& weight : weights.span()) {
    if (weight > 0) weight = rows / (classes * weight);
  }
  return weights;
}

Result<Buffer<uint32_t>> UsedRows(const LabelledRows& examples, std::span<const uint8_t> is_used) {
  TRY_ASSIGN(auto rows, Buffer<uint32_t>::Create(examples.rows()));
  size_t count = 0;
  for (uint32_t row = 0; row < rows.size(); ++row) {
    if (is_used.empty() || is_used[row] != 0) rows.data()[count++] = row;
  }
  return std::move(rows).First(count);
}

Result<Buffer<double>> WeightedGram(const LabelledRows& examples,
                                    std::span<const uint8_t> is_used) {
  const size_t columns = examples.columns;
  TRY_ASSIGN(auto gram, Buffer<double>::Create(columns * columns));
  TRY_ASSIGN(const auto weights, ClassWeights(examples, is_used));
  TRY_ASSIGN(const auto used, UsedRows(examples, is_used));
  TRY_ASSIGN(auto products, Buffer<float>::Create(columns * kBlock));
  for (size_t from = 0; from < columns; from += kBlock) {
    std::ranges::fill(products.span(), 0.0f);
    AddBlock(examples, used.span(), weights.span(), from, products.span());
    for (size_t i = from; i < columns; ++i) {
      for (size_t j = from; j < std::min(from + kBlock, i + 1); ++j) {
        gram.data()[i * columns + j] = products.data()[(i - from) * kBlock + j - from];
      }
    }
  }
  return gram;
}

Result<Preconditioner> Preconditioner::Create(Buffer<double> gram, int classes, double c) {
  Preconditioner made;
  Buffer<double> matrix = std::move(gram);
  const auto size = static_cast<size_t>(std::lround(std::sqrt(static_cast<double>(matrix.size()))));
  for (double& value : matrix.span()) value /= classes;
  // Rounding of float32 products may have made the least eigenvalues a little negative.
  constexpr double kRounding = 1e-6;
  const double least = 1 / c + kRounding * Trace(matrix.span(), size);
  for (size_t i = 0; i < size; ++i) matrix.data()[i * size + i] += least;
  const Triangle triangle{matrix.data(), size};
  Factorize(triangle, 1 / c);
  InvertFactor(triangle);
  TRY_ASSIGN(made.inverse_, SquareOf(triangle));
  made.rank_ = size;
  return made;
}

Result<Preconditioner> Preconditioner::Create(Buffer<double> gram, int classes, double c,
                                              const Basis& basis, double outside) {
  TRY_ASSIGN(auto made, Create(std::move(gram), classes, c));
  const size_t directions = basis.vectors.size() / basis.rank - basis.rank;
  const double curvature = outside / static_cast<double>(directions) / classes + 1 / c;
  made.rest_ = static_cast<float>(1 / curvature);
  for (size_t i = 0; i < basis.rank; ++i) made.inverse_.data()[i * (basis.rank + 1)] -= made.rest_;
  made.vectors_ = basis.vectors.span();
  TRY_ASSIGN(made.coordinates_, Buffer<float>::Create(basis.rank * kBlock));
  TRY_ASSIGN(made.products_, Buffer<float>::Create(basis.rank * kBlock));
  return made;
}

void Preconditioner::Apply(std::span<const float> block, std::span<float> product) {
  if (vectors_.empty()) {
    MultiplyRows(inverse_.span(), block, product);
    return;
  }
  MultiplyRows(vectors_, block, coordinates_.span());
  MultiplyRows(inverse_.span(), coordinates_.span(), products_.span());
  std::ranges::transform(block, product.begin(), [this](float value) { return rest_ * value; });
  const size_t columns = vectors_.size() / rank_;
  for (size_t i = 0; i < rank_; i += kRowsAtOnce) {
    const float* rows[kRowsAtOnce];
    const float* factors[kRowsAtOnce];
    for (size_t k = 0; k < kRowsAtOnce; ++k) {
      const size_t row = std::min(i + k, rank_ - 1);
      rows[k] = vectors_.data() + row * columns;
      factors[k] = i + k == row ? products_.data() + row * kBlock : kNoFactors;
    }
    AddProducts(rows, factors, columns, product.data());
  }
}

}  // namespace glance
