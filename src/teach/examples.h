// The pictures in an order of their own, so that the order in which they came does not matter, and
// which of them are hidden together in cross-validation.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "base/buffer.h"
#include "base/result.h"

namespace glance {

// The order of `count` rows of `columns` numbers: by class, then by a hash of the bytes, then by
// the bytes themselves. Row order[i] is the i-th.
Result<Buffer<uint32_t>> CanonicalOrder(std::span<const float> rows, size_t columns,
                                        std::span<const int32_t> classes);

// Moves row order[i] to place i, for every i, with room for one row. Fails with memory/exhausted.
Result<void> PutInOrder(std::span<float> rows, size_t columns, std::span<const uint32_t> order);

struct Folds {
  int count = 0;
  Buffer<int32_t> fold_of;  // (rows)
};

// For rows that are in their canonical order. Five folds with as many of each class; or one fold a
// row (leave one out) where a class has fewer than five and there are at most 128 rows. Rows with
// the same numbers and class are in one fold: they are the same picture.
Result<Folds> MakeFolds(std::span<const float> rows, size_t columns,
                        std::span<const int32_t> classes, int class_count);

}  // namespace glance
