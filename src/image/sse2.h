// 128-bit vectors, for what is compiled with SSE2. For WebAssembly Emscripten translates it.
#pragma once

#include <emmintrin.h>

#include <cstdint>

namespace glance::sse2 {

// Neither needs alignment.
inline __m128i Load(const void* values) {
  return _mm_loadu_si128(static_cast<const __m128i*>(values));
}
inline void Store(void* values, __m128i vector) {
  _mm_storeu_si128(static_cast<__m128i*>(values), vector);
}

// Eight bytes, then zeros.
inline __m128i LoadEight(const uint8_t* bytes) {
  return _mm_loadl_epi64(reinterpret_cast<const __m128i*>(bytes));
}

// Four times (a, b) in 16-bit lanes.
inline __m128i Pairs(int16_t a, int16_t b) {
  return _mm_set1_epi32(static_cast<int32_t>(static_cast<uint16_t>(b)) << 16 |
                        static_cast<uint16_t>(a));
}

}  // namespace glance::sse2
