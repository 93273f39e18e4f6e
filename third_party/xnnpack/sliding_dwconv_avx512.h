// The vectors of sliding_dwconv.c with AVX-512: sixteen channels in one vector of 512 bits. Where
// the compiler may use VNNI, one instruction multiplies pairs and adds them to sums.
#pragma once

#include <immintrin.h>
#include <stddef.h>
#include <stdint.h>

#include "xnnpack/microparams.h"

enum {
  kTileChannels = 32,  // of the packed weights
  kChannels = 16,      // that are computed at once
};

#ifdef __AVX512VNNI__
#define KERNEL(taps) glance_qs8_qc8w_dwconv_##taps##__avx512vnni
#else
#define KERNEL(taps) glance_qs8_qc8w_dwconv_##taps##__avx512skx
#endif
#define UNROLL _Pragma("GCC unroll 8")
#define ALWAYS_INLINE static inline __attribute__((always_inline))

// A lane for each channel: int32 sums, float scales, or pairs of int16.
typedef __m512i Vector;

ALWAYS_INLINE Vector LoadNumbers(const void* numbers) { return _mm512_loadu_si512(numbers); }

ALWAYS_INLINE __m128i LoadSixteen(const int8_t* values) {
  return _mm_loadu_si128((const __m128i*)values);
}

// Widens a value of each of two pixels to a pair for each channel.
ALWAYS_INLINE Vector LoadPairs(const int8_t* first, const int8_t* second) {
  const __m128i a = LoadSixteen(first), b = LoadSixteen(second);
  return _mm512_cvtepi8_epi16(_mm256_set_m128i(_mm_unpackhi_epi8(a, b), _mm_unpacklo_epi8(a, b)));
}

// The same with zeros for the second pixel.
ALWAYS_INLINE Vector LoadWithZeros(const int8_t* first) {
  return _mm512_cvtepu16_epi32(_mm256_cvtepi8_epi16(LoadSixteen(first)));
}

ALWAYS_INLINE Vector AddDots(Vector sums, Vector a, Vector b) {
#ifdef __AVX512VNNI__
  return _mm512_dpwssd_epi32(sums, a, b);
#else
  return _mm512_add_epi32(sums, _mm512_madd_epi16(a, b));
#endif
}

// What turns sums into int8 values.
typedef struct {
  __m512 highest;  // less the zero point
  __m256i zero_point;
  __m128i lowest;
} Requantization;

ALWAYS_INLINE Requantization RequantizationOf(const union xnn_qs8_qc8w_conv_minmax_params* params) {
  const int16_t zero_point = params->fp32_scalar.output_zero_point;
  return (Requantization){_mm512_set1_ps((float)(params->fp32_scalar.output_max - zero_point)),
                          _mm256_set1_epi16(zero_point),
                          _mm_set1_epi8((char)params->fp32_scalar.output_min)};
}

// Scales sums, rounds them half to even and stores the first `channels` of them as int8 values, as
// XNNPACK's kernels do.
ALWAYS_INLINE void Store(Vector sums, Vector scales, const Requantization* to, int8_t* output,
                         size_t channels) {
  const __m512 real = _mm512_mul_ps(_mm512_cvtepi32_ps(sums), _mm512_castsi512_ps(scales));
  const __m512i whole = _mm512_cvtps_epi32(_mm512_min_ps(real, to->highest));
  const __m256i wide = _mm256_adds_epi16(_mm512_cvtsepi32_epi16(whole), to->zero_point);
  const __m128i values = _mm_max_epi8(_mm256_cvtsepi16_epi8(wide), to->lowest);
  if (channels >= kChannels) {
    _mm_storeu_si128((__m128i*)output, values);
  } else {
    _mm_mask_storeu_epi8(output, (__mmask16)((1u << channels) - 1), values);
  }
}
