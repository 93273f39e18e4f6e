// What the two passes of resampling have in common, in 128-bit vectors.
#pragma once

#include <emmintrin.h>

#include <cstddef>
#include <cstdint>

#include "image/sse2.h"
#include "preprocess/coefficients.h"

namespace glance::sse2 {

// A weight as upper * 2^12 + lower, each of at most 13 bits, for multiplications of 16-bit numbers.
inline constexpr int kLowerBits = 12;

inline int16_t LowerPart(int32_t weight) {  // 0 .. 4095
  return static_cast<int16_t>(weight & ((1 << kLowerBits) - 1));
}
inline int16_t UpperPart(int32_t weight) {  // negative with the weight
  return static_cast<int16_t>(weight >> kLowerBits);
}

inline constexpr size_t kPixelsAtOnce = 16;

// Sums of products with lower and upper parts of weights -> sums of products with the weights.
inline __m128i JoinSums(__m128i lower, __m128i upper) {
  return _mm_add_epi32(lower, _mm_slli_epi32(upper, kLowerBits));
}

// Four sums -> pixels in 16-bit lanes 0..3, rounded but not yet clipped.
inline __m128i Round(__m128i sums) {
  return _mm_srai_epi32(_mm_add_epi32(sums, _mm_set1_epi32(kWeightOne / 2)), kWeightBits);
}

// Four sums -> four pixels, the first in the lowest byte.
inline uint32_t ToPixels(__m128i sums) {
  const __m128i pixels = _mm_packs_epi32(Round(sums), _mm_setzero_si128());
  return static_cast<uint32_t>(_mm_cvtsi128_si32(_mm_packus_epi16(pixels, pixels)));
}

struct ThreeVectors {
  __m128i first, second, third;
};

// The 48 bytes as two halves whose bytes alternate in the result: byte i goes to 2 i modulo 47.
inline ThreeVectors PerfectShuffle(const ThreeVectors& v) {
  const auto high = [](__m128i vector) { return _mm_unpackhi_epi64(vector, vector); };
  return {_mm_unpacklo_epi8(v.first, high(v.second)), _mm_unpacklo_epi8(high(v.first), v.third),
          _mm_unpacklo_epi8(v.second, high(v.third))};
}

inline void StoreWide(int16_t* values, __m128i bytes) {
  Store(values, _mm_unpacklo_epi8(bytes, _mm_setzero_si128()));
  Store(values + 8, _mm_unpackhi_epi8(bytes, _mm_setzero_si128()));
}

// 16 RGB pixels -> 16 values for each of three planes that lie `plane_length` apart. Four shuffles
// send byte 3 p + c to 16 (3 p + c) = p + 16 c modulo 47.
inline void SplitChannels(const uint8_t* rgb, int16_t* planes, size_t plane_length) {
  ThreeVectors bytes{Load(rgb), Load(rgb + 16), Load(rgb + 32)};
  for (int stage = 0; stage < 4; ++stage) bytes = PerfectShuffle(bytes);
  StoreWide(planes, bytes.first);
  StoreWide(planes + plane_length, bytes.second);
  StoreWide(planes + 2 * plane_length, bytes.third);
}

}  // namespace glance::sse2
