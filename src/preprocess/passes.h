// The two inner loops of resampling, on RGB8 rows. Each rounds its result to 8 bits.
#pragma once

#include <cstdint>
#include <span>

#include "preprocess/coefficients.h"

namespace glance {

inline constexpr size_t kChannels = 3;

// Along a row: `source` holds the pixels from column `source_begin` on, as far as `columns` reads
// them; writes columns.first.size() pixels to `target`.
void ResampleRow(const uint8_t* source, int source_begin, const AxisCoefficients& columns,
                 uint8_t* target);

// Across rows: each target[x] is the sum over t of weights[t] * rows[t][x]. `sums` is scratch
// memory with one value for each of the bytes to write.
void BlendRows(std::span<const uint8_t* const> rows, std::span<const int32_t> weights,
               std::span<int32_t> sums, uint8_t* target);

}  // namespace glance
