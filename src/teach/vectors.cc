#include "teach/vectors.h"

#include <cmath>
#include <cstring>

namespace glance {
namespace {

// A vector of the processor's, in what GCC and Clang have for it on every processor. The products
// below are half as fast when compilers are left to find it.
constexpr size_t kLanes = 4;
using Lanes = float __attribute__((vector_size(kLanes * sizeof(float))));
static_assert(kBlock == 2 * kLanes && kRowsAtOnce == 4);

Lanes Load(const float* values) {
  Lanes lanes;
  std::memcpy(&lanes, values, sizeof lanes);
  return lanes;
}

void Store(const Lanes& lanes, float* values) { std::memcpy(values, &lanes, sizeof lanes); }

template <typename T, size_t Sums>
T DotOf(std::span<const T> a, std::span<const T> b) {
  T sums[Sums] = {};
  size_t i = 0;
  for (; i + Sums <= a.size(); i += Sums) {
    for (size_t lane = 0; lane < Sums; ++lane) sums[lane] += a[i + lane] * b[i + lane];
  }
  T sum = 0;
  for (const T lane : sums) sum += lane;
  for (; i < a.size(); ++i) sum += a[i] * b[i];
  return sum;
}

template <typename T>
void AddTimes(std::span<T> target, T factor, std::span<const T> values) {
  for (size_t i = 0; i < target.size(); ++i) target[i] += factor * values[i];
}

}  // namespace

float Dot(std::span<const float> a, std::span<const float> b) { return DotOf<float, 16>(a, b); }

double Dot(std::span<const double> a, std::span<const double> b) { return DotOf<double, 8>(a, b); }

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

void MultiplyBlock(const float* const rows[kRowsAtOnce], size_t columns, const float* weights,
                   float* const targets[kRowsAtOnce]) {
  Lanes sums[kRowsAtOnce][2] = {};
  for (size_t j = 0; j < columns; ++j) {
    const Lanes low = Load(weights + j * kBlock), high = Load(weights + j * kBlock + kLanes);
    for (size_t k = 0; k < kRowsAtOnce; ++k) {
      sums[k][0] += rows[k][j] * low;
      sums[k][1] += rows[k][j] * high;
    }
  }
  for (size_t k = 0; k < kRowsAtOnce; ++k) {
    Store(Load(targets[k]) + sums[k][0], targets[k]);
    Store(Load(targets[k] + kLanes) + sums[k][1], targets[k] + kLanes);
  }
}

void AddProducts(const float* const rows[kRowsAtOnce], const float* const residuals[kRowsAtOnce],
                 size_t columns, float* gradient) {
  Lanes low[kRowsAtOnce], high[kRowsAtOnce];
  for (size_t k = 0; k < kRowsAtOnce; ++k) {
    low[k] = Load(residuals[k]);
    high[k] = Load(residuals[k] + kLanes);
  }
  for (size_t j = 0; j < columns; ++j) {
    float* target = gradient + j * kBlock;
    const float a = rows[0][j], b = rows[1][j], c = rows[2][j], d = rows[3][j];
    Store(Load(target) + ((a * low[0] + b * low[1]) + (c * low[2] + d * low[3])), target);
    Store(Load(target + kLanes) + ((a * high[0] + b * high[1]) + (c * high[2] + d * high[3])),
          target + kLanes);
  }
}

}  // namespace glance
