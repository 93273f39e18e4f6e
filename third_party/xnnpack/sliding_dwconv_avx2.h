// The vectors of sliding_dwconv.c with AVX2: eight channels in one vector of 256 bits.
#pragma once

#include <immintrin.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "xnnpack/microparams.h"

enum {
  kTileChannels = 16,  // of the packed weights
  kChannels = 8,       // that are computed at once
};

#define KERNEL(taps) glance_qs8_qc8w_dwconv_##taps##__avx2
#define UNROLL _Pragma("GCC unroll 8")
#define ALWAYS_INLINE static inline __attribute__((always_inline))

// A lane for each channel: int32 sums, float scales, or pairs of int16.
typedef __m256i Vector;

ALWAYS_INLINE Vector LoadNumbers(const void* numbers) {
  return _mm256_loadu_si256((const __m256i*)numbers);
}

ALWAYS_INLINE __m128i LoadEight(const int8_t* values) {
  return _mm_loadl_epi64((const __m128i*)values);
}

// Widens a value of each of two pixels to a pair for each channel.
ALWAYS_INLINE Vector LoadPairs(const int8_t* first, const int8_t* second) {
  return _mm256_cvtepi8_epi16(_mm_unpacklo_epi8(LoadEight(first), LoadEight(second)));
}

// The same with zeros for the second pixel.
ALWAYS_INLINE Vector LoadWithZeros(const int8_t* first) {
  return _mm256_cvtepi8_epi16(_mm_unpacklo_epi8(LoadEight(first), _mm_setzero_si128()));
}

ALWAYS_INLINE Vector AddDots(Vector sums, Vector a, Vector b) {
  return _mm256_add_epi32(sums, _mm256_madd_epi16(a, b));
}

// What turns sums into int8 values.
typedef struct {
  __m256 highest;  // less the zero point
  __m128i zero_point, lowest;
} Requantization;

ALWAYS_INLINE Requantization RequantizationOf(const union xnn_qs8_qc8w_conv_minmax_params* params) {
  const int16_t zero_point = params->fp32_scalar.output_zero_point;
  return (Requantization){_mm256_set1_ps((float)(params->fp32_scalar.output_max - zero_point)),
                          _mm_set1_epi16(zero_point),
                          _mm_set1_epi8((char)params->fp32_scalar.output_min)};
}

// Stores the first `channels` of eight values.
ALWAYS_INLINE void StoreFirst(uint64_t values, int8_t* output, size_t channels) {
  if (channels >= kChannels) {
    memcpy(output, &values, sizeof values);
    return;
  }
  if (channels & 4) memcpy(output, &values, 4);
  const uint64_t rest = channels & 4 ? values >> 32 : values;
  output += channels & 4;
  if (channels & 2) memcpy(output, &rest, 2);
  if (channels & 1) output[channels & 2] = (int8_t)(rest >> 8 * (channels & 2));
}

// Scales sums, rounds them half to even and stores the first `channels` of them as int8 values, as
// XNNPACK's kernels do.
ALWAYS_INLINE void Store(Vector sums, Vector scales, const Requantization* to, int8_t* output,
                         size_t channels) {
  const __m256 real = _mm256_mul_ps(_mm256_cvtepi32_ps(sums), _mm256_castsi256_ps(scales));
  const __m256i whole = _mm256_cvtps_epi32(_mm256_min_ps(real, to->highest));
  const __m128i wide = _mm_adds_epi16(
      _mm_packs_epi32(_mm256_castsi256_si128(whole), _mm256_extracti128_si256(whole, 1)),
      to->zero_point);
  const __m128i values = _mm_max_epi8(_mm_packs_epi16(wide, wide), to->lowest);
  StoreFirst((uint64_t)_mm_cvtsi128_si64(values), output, channels);
}
