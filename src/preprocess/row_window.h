// The part of a picture, already resampled horizontally, that one output row needs.
#pragma once

#include <cstddef>
#include <cstdint>

#include "base/buffer.h"
#include "base/result.h"
#include "image/image.h"
#include "preprocess/coefficients.h"
#include "preprocess/row_resampler.h"

namespace glance {

// `row_count` consecutive rows in a ring, each computed once as the window moves down. Refers to
// `image` and `columns`, which must outlive it.
class RowWindow {
 public:
  // Fails with memory/exhausted.
  static Result<RowWindow> Create(const Image& image, const AxisCoefficients& columns,
                                  size_t row_count);

  // Makes the picture's rows first .. first + row_count - 1 available; `first` never decreases.
  void MoveTo(size_t first);

  // Row `y` of the picture, (columns.first.size(), 3).
  const uint8_t* Row(size_t y) const { return ring_.data() + y % row_count_ * row_bytes_; }

 private:
  RowWindow(const Image& image, const AxisCoefficients& columns, RowResampler resampler,
            size_t row_count);

  const Image* image_;
  size_t first_column_;  // of the picture, that any output reads
  RowResampler resampler_;
  size_t row_count_;
  size_t row_bytes_;
  size_t next_row_ = 0;  // of the picture; rows below it are still to be computed
  Buffer<uint8_t> ring_;
};

}  // namespace glance
