// Resampling across rows, 8 bytes at once where the processor has 128-bit vectors (see
// row_resampler.h).
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace glance {

// Each of the `byte_count` target[x] is the sum over t of weights[t] * rows[t][x]; gives
// BlendColumns' bytes.
void BlendRows(std::span<const uint8_t* const> rows, std::span<const int32_t> weights,
               size_t byte_count, uint8_t* target);

}  // namespace glance
