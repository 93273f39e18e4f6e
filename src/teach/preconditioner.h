// About the inverse of the curvature of a softmax regression's loss. A search that begins with it
// needs a third of the steps or fewer.
#pragma once

#include <cstdint>
#include <span>

#include "base/buffer.h"
#include "base/result.h"

namespace glance {

struct Basis;
struct LabelledRows;

// What each row counts in the regression: rows / (classes * rows of its class), 0 of a class
// without rows; by class, (class_count). Rows for which `is_used` is false do not count; all do
// when it is empty. Fails with memory/exhausted.
Result<Buffer<double>> ClassWeights(const LabelledRows& examples, std::span<const uint8_t> is_used);

// The indices of the rows for which `is_used` is true. Fails with memory/exhausted.
Result<Buffer<uint32_t>> UsedRows(const LabelledRows& examples, std::span<const uint8_t> is_used);

// (columns, columns): the sum over the used rows of weight * row * row'. Only what is on and below
// the diagonal is there. Fails with memory/exhausted.
Result<Buffer<double>> WeightedGram(const LabelledRows& examples,
                                    std::span<const uint8_t> is_used = {});

// A symmetric matrix: the inverse of gram / classes + identity / c. With probabilities of 1 /
// classes, where the search begins, that is what the loss curves by along each class's weights.
class Preconditioner {
 public:
  // Of WeightedGram, (columns, columns), which it takes over: of 1,280 columns it has 13 MB. Fails
  // with memory/exhausted.
  static Result<Preconditioner> Create(Buffer<double> gram, int classes, double c);

  // The same for rows of which `gram` has the coordinates in `basis`, which must outlive it; what
  // is outside of the basis, `outside` squared in all, counts as if it were alike in each
  // direction.
  static Result<Preconditioner> Create(Buffer<double> gram, int classes, double c,
                                       const Basis& basis, double outside);

  // Matrix times `block` -> `product`; both (columns, kBlock).
  void Apply(std::span<const float> block, std::span<float> product);

 private:
  size_t rank_ = 0;
  Buffer<float> inverse_;                 // (rank, rank); with a basis, less rest_ on the diagonal
  std::span<const float> vectors_;        // (rank, columns) of the basis, or empty
  float rest_ = 0;                        // for each direction outside of the basis
  Buffer<float> coordinates_, products_;  // (rank, kBlock)
};

}  // namespace glance
