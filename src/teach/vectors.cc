#include "teach/vectors.h"

#include <cmath>

namespace glance {
namespace {

template <typename T>
void AddTimes(std::span<T> target, T factor, std::span<const T> values) {
  for (size_t i = 0; i < target.size(); ++i) target[i] += factor * values[i];
}

}  // namespace

float Dot(std::span<const float> a, std::span<const float> b) {
  constexpr size_t kLanes = 16;
  float sums[kLanes] = {};
  size_t i = 0;
  for (; i + kLanes <= a.size(); i += kLanes) {
    for (size_t lane = 0; lane < kLanes; ++lane) sums[lane] += a[i + lane] * b[i + lane];
  }
  float sum = 0;
  for (const float lane : sums) sum += lane;
  for (; i < a.size(); ++i) sum += a[i] * b[i];
  return sum;
}

double Dot(std::span<const double> a, std::span<const double> b) {
  double sum = 0;
  for (size_t i = 0; i < a.size(); ++i) sum += a[i] * b[i];
  return sum;
}

void AddScaled(std::span<float> target, float factor, std::span<const float> values) {
  AddTimes(target, factor, values);
}

void AddScaled(std::span<double> target, double factor, std::span<const double> values) {
  AddTimes(target, factor, values);
}

void NormalizeLength(std::span<float> values) {
  double squares = 0;
  for (const float value : values) squares += double{value} * value;
  const double length = std::sqrt(squares);
  constexpr double kLeast = 1e-12;
  const double scale = 1 / (length > kLeast ? length : kLeast);
  for (float& value : values) value = static_cast<float>(value * scale);
}

void MultiplyBlock(std::span<const float> row, const float* weights, size_t stride, float* target) {
  float even[kBlock] = {}, odd[kBlock] = {};
  size_t j = 0;
  for (; j + 2 <= row.size(); j += 2) {
    const float* first = weights + j * stride;
    const float* second = first + stride;
    for (size_t c = 0; c < kBlock; ++c) even[c] += row[j] * first[c];
    for (size_t c = 0; c < kBlock; ++c) odd[c] += row[j + 1] * second[c];
  }
  if (j < row.size()) {
    for (size_t c = 0; c < kBlock; ++c) even[c] += row[j] * weights[j * stride + c];
  }
  for (size_t c = 0; c < kBlock; ++c) target[c] += even[c] + odd[c];
}

void AddProducts(const float* const rows[4], const float* const residuals[4], size_t columns,
                 size_t stride, float* gradient) {
  for (size_t j = 0; j < columns; ++j) {
    float* target = gradient + j * stride;
    const float a = rows[0][j], b = rows[1][j], c = rows[2][j], d = rows[3][j];
    for (size_t lane = 0; lane < kBlock; ++lane) {
      target[lane] += a * residuals[0][lane] + b * residuals[1][lane] +
                      (c * residuals[2][lane] + d * residuals[3][lane]);
    }
  }
}

}  // namespace glance
