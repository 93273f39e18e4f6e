// Resampling across rows, 8 bytes at once where the processor has 128-bit vectors (see
// horizontal_pass.h).
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace glance {

// Each target[x] of begin <= x < end is the sum over t of weights[t] * rows[t][x]. In plain C++:
// the vector version must equal it, and leaves to it the columns that fill no vector.
void BlendColumns(std::span<const uint8_t* const> rows, std::span<const int32_t> weights,
                  size_t begin, size_t end, uint8_t* target);

// Each of the `byte_count` target[x] is the sum over t of weights[t] * rows[t][x]; gives
// BlendColumns' bytes.
void BlendRows(std::span<const uint8_t* const> rows, std::span<const int32_t> weights,
               size_t byte_count, uint8_t* target);

}  // namespace glance
