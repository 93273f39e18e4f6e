// Rows of many numbers as rows of few: their coordinates in an orthonormal basis of what they span.
// A regression that punishes the length of its weights has the same answer in either.
#pragma once

#include <span>

#include "base/buffer.h"
#include "base/result.h"

namespace glance {

struct Basis {
  size_t rank = 0;
  Buffer<float> vectors;      // (rank, columns), orthonormal
  Buffer<float> coordinates;  // (rows, rank)
  bool is_exact = false;      // no row has a part outside of the basis, to float32's accuracy
};

// By Gram and Schmidt, each time with the row that is farthest from what the basis spans; at most
// `most` vectors. Fails with memory/exhausted.
Result<Basis> MakeBasis(std::span<const float> rows, size_t columns, size_t most);

}  // namespace glance
