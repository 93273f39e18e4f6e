// Arithmetic on sizes that come from input. size_t has 32 bits in WebAssembly, so sizes are
// computed in uint64_t and every step is checked.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>

namespace glance {

// a * b, or nothing when the product does not fit into 64 bits.
inline std::optional<uint64_t> CheckedMultiply(uint64_t a, uint64_t b) {
  uint64_t product = 0;
  if (__builtin_mul_overflow(a, b, &product)) return std::nullopt;
  return product;
}

// a + b, or nothing when the sum does not fit into 64 bits.
inline std::optional<uint64_t> CheckedAdd(uint64_t a, uint64_t b) {
  uint64_t sum = 0;
  if (__builtin_add_overflow(a, b, &sum)) return std::nullopt;
  return sum;
}

// a * b values to allocate. A product that does not fit into size_t saturates, and Buffer::Create
// then reports memory/exhausted.
inline size_t ValueCount(uint64_t a, uint64_t b) {
  constexpr uint64_t kMost = std::numeric_limits<size_t>::max();
  return static_cast<size_t>(std::min(CheckedMultiply(a, b).value_or(kMost), kMost));
}

}  // namespace glance
