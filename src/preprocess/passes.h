// The two sums of resampling, on RGB8 rows, in plain C++: what the vector versions must equal, and
// what does the rest that fills no vector. Each rounds its result to 8 bits.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "preprocess/coefficients.h"

namespace glance {

inline constexpr size_t kChannels = 3;

// Along a row: `source` holds the pixels from column `source_begin` on, as far as `columns` reads
// them; writes columns.first.size() pixels to `target`.
void ResampleRow(const uint8_t* source, int source_begin, const AxisCoefficients& columns,
                 uint8_t* target);

// Across rows: each target[x] of begin <= x < end is the sum over t of weights[t] * rows[t][x].
void BlendColumns(std::span<const uint8_t* const> rows, std::span<const int32_t> weights,
                  size_t begin, size_t end, uint8_t* target);

}  // namespace glance
