// What a graph must compute, by the words of models/FORMAT.md: naive loops in double precision that
// share no code with the core. Beside each value stands how far float32 arithmetic may be from it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "model/model.h"

namespace glance::test {

// One value of the graph, (height, width, channels).
struct Map {
  uint32_t height = 0, width = 0, channels = 0;
  std::vector<double> values;
  // Bounds of |float32 result - value|. An operation adds epsilon x (sum of its terms' magnitudes)
  // x sqrt(number of terms) to what its inputs' bounds make of it: roundings are independent, and
  // each is at most half an epsilon of a partial sum, so the bound is many standard deviations
  // wide.
  std::vector<double> errors;

  Map(uint32_t rows, uint32_t columns, uint32_t depth)
      : height(rows),
        width(columns),
        channels(depth),
        values(size_t{rows} * columns * depth),
        errors(values.size()) {}
  size_t Index(uint32_t y, uint32_t x, uint32_t c) const {
    return (size_t{y} * width + x) * channels + c;
  }
};

// Every value of the graph, the input first.
std::vector<Map> Evaluate(const Model& model, const Map& image);

// A sum of products as it grows, with its bound.
struct Sum {
  double value = 0, error = 0, magnitude = 0;
  size_t terms = 0;

  void Add(double factor, double number, double number_error);
  double Bound() const;
};

// One operation each; `bias` may be empty. In oracle_windows.cc.
Map Evaluate(const Conv2d& conv, const Map& in, const Tensor& weight, std::span<const float> bias);
Map Evaluate(const DepthwiseConv2d& conv, const Map& in, const Tensor& weight,
             std::span<const float> bias);
Map Evaluate(const MaxPool& pool, const Map& in);
Map Evaluate(const AveragePool& pool, const Map& in);

void ClampInPlace(const Clamp& clamp, Map& map);

}  // namespace glance::test
