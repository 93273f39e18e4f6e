// Exact search for embeddings that lie at a small angle to each other.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>

#include "base/buffer.h"
#include "base/result.h"

namespace glance {

// Embeddings are kept as 16-bit integers of this length: sums of products stay below 2^31, and
// cosines are exact to sqrt(size) / kLength, 0.0011 for 1,280 numbers.
inline constexpr float kLength = 32767;

// `embedding`, finite, scaled to kLength and rounded; all zeros stay so.
void Quantize(std::span<const float> embedding, std::span<int16_t> target);

// Rows of one matrix, (count, columns).
struct Rows {
  std::span<const int16_t> values;
  size_t columns = 0;

  size_t count() const { return columns == 0 ? 0 : values.size() / columns; }
  std::span<const int16_t> operator[](size_t row) const {
    return values.subspan(row * columns, columns);
  }
};

// Of two rows of Quantize, -1..1.
float CosineOf(std::span<const int16_t> a, std::span<const int16_t> b);

struct NearPair {
  int first = 0, second = 0;  // rows, first < second
  float cosine = 0;
};

// Calls visit for every two rows whose cosine is at least `least`, above 0, in no order. Fails with
// memory/exhausted: it takes a copy of the rows.
Result<void> ForEachPairAbove(const Rows& rows, float least,
                              const std::function<void(const NearPair&)>& visit);

}  // namespace glance
