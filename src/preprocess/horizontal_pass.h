// Resampling along a row, many rows with the same coefficients: 8 taps at once where the processor
// has 128-bit vectors (SSE2, and WebAssembly's, to which Emscripten translates it).
#pragma once

#include <cstddef>
#include <cstdint>

#include "base/buffer.h"
#include "base/result.h"
#include "preprocess/coefficients.h"

namespace glance {

// `source` holds the pixels of a row from column `source_begin` on, as far as `columns` reads them;
// writes columns.first.size() pixels to `target`. In plain C++: the vector version must equal it.
void ResampleRow(const uint8_t* source, int source_begin, const AxisCoefficients& columns,
                 uint8_t* target);

// Gives ResampleRow's bytes. Refers to `columns`, which must outlive it.
class RowResampler {
 public:
  // Fails with memory/exhausted.
  static Result<RowResampler> Create(const AxisCoefficients& columns);

  // `source` holds the pixels from column columns.SourceRange().begin on; writes
  // columns.first.size() pixels to `target`.
  void Resample(const uint8_t* source, uint8_t* target);

 private:
  explicit RowResampler(const AxisCoefficients& columns) : columns_(&columns) {}
  Result<void> SplitWeights();
  void SplitChannels(const uint8_t* source);

  const AxisCoefficients* columns_;
  size_t blocks_ = 0;        // of 8 taps an output sample, the last filled up with zeros
  Buffer<int16_t> weights_;  // (outputs, blocks, 2, 8): lower and upper parts
  size_t plane_length_ = 0;
  Buffer<int16_t> planes_;  // (3, plane_length): one row, by channel
};

}  // namespace glance
