// The vector instructions of winograd_tasks.c: WebAssembly's SIMD, AVX2 or NEON. `Eight` holds
// eight int16 values, `Many` 2 x kLanes of them, `Sums` kLanes int32 values.
#pragma once

#include <stddef.h>
#include <stdint.h>

#define ALWAYS_INLINE static inline __attribute__((always_inline))

#ifdef __wasm__

#include <wasm_simd128.h>

enum { kLanes = 4 };
typedef v128_t Eight;
typedef v128_t Many;
typedef v128_t Sums;

ALWAYS_INLINE Eight LoadInt8(const int8_t* values) { return wasm_i16x8_load8x8(values); }
ALWAYS_INLINE void StoreEight(int16_t* to, Eight values) { wasm_v128_store(to, values); }
ALWAYS_INLINE Eight Add(Eight a, Eight b) { return wasm_i16x8_add(a, b); }
ALWAYS_INLINE Eight Subtract(Eight a, Eight b) { return wasm_i16x8_sub(a, b); }
#define SHIFT_LEFT(values, bits) wasm_i16x8_shl(values, bits)

ALWAYS_INLINE Many LoadMany(const int8_t* values) { return LoadInt8(values); }
ALWAYS_INLINE void StoreMany(int16_t* to, Many values) { StoreEight(to, values); }
ALWAYS_INLINE Many AddMany(Many a, Many b) { return Add(a, b); }
ALWAYS_INLINE Many SubtractMany(Many a, Many b) { return Subtract(a, b); }
#define SHIFT_MANY_LEFT(values, bits) SHIFT_LEFT(values, bits)

// Transposes four rows of four pairs.
ALWAYS_INLINE void Transpose(const Eight* rows, Eight* columns) {
  const v128_t low01 = wasm_i32x4_shuffle(rows[0], rows[1], 0, 4, 1, 5);
  const v128_t low23 = wasm_i32x4_shuffle(rows[2], rows[3], 0, 4, 1, 5);
  const v128_t high01 = wasm_i32x4_shuffle(rows[0], rows[1], 2, 6, 3, 7);
  const v128_t high23 = wasm_i32x4_shuffle(rows[2], rows[3], 2, 6, 3, 7);
  columns[0] = wasm_i64x2_shuffle(low01, low23, 0, 2);
  columns[1] = wasm_i64x2_shuffle(low01, low23, 1, 3);
  columns[2] = wasm_i64x2_shuffle(high01, high23, 0, 2);
  columns[3] = wasm_i64x2_shuffle(high01, high23, 1, 3);
}

ALWAYS_INLINE Sums NoSums(void) { return wasm_i32x4_const_splat(0); }
ALWAYS_INLINE Sums LoadSums(const void* from) { return wasm_v128_load(from); }
ALWAYS_INLINE void StoreSums(int32_t* to, Sums sums) { wasm_v128_store(to, sums); }
ALWAYS_INLINE Sums Repeat(const void* four_bytes) { return wasm_v128_load32_splat(four_bytes); }
ALWAYS_INLINE Sums AddSums(Sums a, Sums b) { return wasm_i32x4_add(a, b); }
ALWAYS_INLINE Sums SubtractSums(Sums a, Sums b) { return wasm_i32x4_sub(a, b); }
ALWAYS_INLINE Sums MultiplySums(Sums a, Sums b) { return wasm_i32x4_mul(a, b); }
#define SHIFT_SUMS_LEFT(sums, bits) wasm_i32x4_shl(sums, bits)
#define SHIFT_SUMS_RIGHT(sums, bits) wasm_i32x4_shr(sums, bits)
// Multiplies pairs of int16 values and adds the two products.
ALWAYS_INLINE Sums MultiplyPairs(Sums a, Sums b) { return wasm_i32x4_dot_i16x8(a, b); }

// What turns sums into int8 values.
typedef struct {
  v128_t rounding, lowest, moved_zero_point, highest;
} Requantization;

// 1.5 x 2^23. volatile keeps vectors of it in registers: V8 makes a vector that it knows anew
// wherever it is used.
static const volatile float kRounding = 12582912.0f;
static const volatile int32_t kRoundingBits = 0x4B400000;

ALWAYS_INLINE Requantization MakeRequantization(int32_t zero_point, int32_t lowest,
                                                int32_t highest) {
  const int32_t rounding_bits = kRoundingBits;
  return (Requantization){
      wasm_f32x4_splat(kRounding), wasm_i32x4_splat(rounding_bits + lowest - zero_point),
      wasm_i32x4_splat(rounding_bits - zero_point), wasm_i8x16_splat((int8_t)highest)};
}

// Scales sums and rounds them half to even, as XNNPACK's kernels do: adding 1.5 x 2^23 leaves a
// float no bits for a fraction.
ALWAYS_INLINE v128_t RoundSums(v128_t sums, v128_t scales, const Requantization* to) {
  const v128_t real = wasm_f32x4_mul(wasm_f32x4_convert_i32x4(sums), scales);
  const v128_t rounded = wasm_f32x4_add(real, to->rounding);
  return wasm_i32x4_sub(wasm_i32x4_max(rounded, to->lowest), to->moved_zero_point);
}

// Stores 2 x kLanes int8 values.
ALWAYS_INLINE void StoreInt8(int8_t* output, Sums low, Sums high, Sums low_scales, Sums high_scales,
                             const Requantization* to) {
  const v128_t wide =
      wasm_i16x8_narrow_i32x4(RoundSums(low, low_scales, to), RoundSums(high, high_scales, to));
  wasm_v128_store64_lane(output, wasm_i8x16_min(wasm_i8x16_narrow_i16x8(wide, wide), to->highest),
                         0);
}

#elif defined(__x86_64__)

#include <immintrin.h>

enum { kLanes = 8 };
typedef __m128i Eight;
typedef __m256i Many;
typedef __m256i Sums;

ALWAYS_INLINE Eight LoadInt8(const int8_t* values) {
  return _mm_cvtepi8_epi16(_mm_loadl_epi64((const __m128i*)values));
}
ALWAYS_INLINE void StoreEight(int16_t* to, Eight values) { _mm_storeu_si128((__m128i*)to, values); }
ALWAYS_INLINE Eight Add(Eight a, Eight b) { return _mm_add_epi16(a, b); }
ALWAYS_INLINE Eight Subtract(Eight a, Eight b) { return _mm_sub_epi16(a, b); }
#define SHIFT_LEFT(values, bits) _mm_slli_epi16(values, bits)

ALWAYS_INLINE Many LoadMany(const int8_t* values) {
  return _mm256_cvtepi8_epi16(_mm_loadu_si128((const __m128i*)values));
}
ALWAYS_INLINE void StoreMany(int16_t* to, Many values) {
  _mm256_storeu_si256((__m256i*)to, values);
}
ALWAYS_INLINE Many AddMany(Many a, Many b) { return _mm256_add_epi16(a, b); }
ALWAYS_INLINE Many SubtractMany(Many a, Many b) { return _mm256_sub_epi16(a, b); }
#define SHIFT_MANY_LEFT(values, bits) _mm256_slli_epi16(values, bits)

// Transposes four rows of four pairs.
ALWAYS_INLINE void Transpose(const Eight* rows, Eight* columns) {
  const __m128i low01 = _mm_unpacklo_epi32(rows[0], rows[1]);
  const __m128i low23 = _mm_unpacklo_epi32(rows[2], rows[3]);
  const __m128i high01 = _mm_unpackhi_epi32(rows[0], rows[1]);
  const __m128i high23 = _mm_unpackhi_epi32(rows[2], rows[3]);
  columns[0] = _mm_unpacklo_epi64(low01, low23);
  columns[1] = _mm_unpackhi_epi64(low01, low23);
  columns[2] = _mm_unpacklo_epi64(high01, high23);
  columns[3] = _mm_unpackhi_epi64(high01, high23);
}

ALWAYS_INLINE Sums NoSums(void) { return _mm256_setzero_si256(); }
ALWAYS_INLINE Sums LoadSums(const void* from) { return _mm256_loadu_si256((const __m256i*)from); }
ALWAYS_INLINE void StoreSums(int32_t* to, Sums sums) { _mm256_storeu_si256((__m256i*)to, sums); }
ALWAYS_INLINE Sums Repeat(const void* four_bytes) {
  return _mm256_castps_si256(_mm256_broadcast_ss((const float*)four_bytes));
}
ALWAYS_INLINE Sums AddSums(Sums a, Sums b) { return _mm256_add_epi32(a, b); }
ALWAYS_INLINE Sums SubtractSums(Sums a, Sums b) { return _mm256_sub_epi32(a, b); }
ALWAYS_INLINE Sums MultiplySums(Sums a, Sums b) { return _mm256_mullo_epi32(a, b); }
#define SHIFT_SUMS_LEFT(sums, bits) _mm256_slli_epi32(sums, bits)
#define SHIFT_SUMS_RIGHT(sums, bits) _mm256_srai_epi32(sums, bits)
// Multiplies pairs of int16 values and adds the two products.
ALWAYS_INLINE Sums MultiplyPairs(Sums a, Sums b) { return _mm256_madd_epi16(a, b); }

// What turns sums into int8 values.
typedef struct {
  __m256 highest_less_zero_point;
  __m256i zero_point;
  __m128i lowest;
} Requantization;

ALWAYS_INLINE Requantization MakeRequantization(int32_t zero_point, int32_t lowest,
                                                int32_t highest) {
  return (Requantization){_mm256_set1_ps((float)(highest - zero_point)),
                          _mm256_set1_epi16((int16_t)zero_point), _mm_set1_epi8((int8_t)lowest)};
}

// Scales sums and rounds them half to even, as XNNPACK's kernels do.
ALWAYS_INLINE __m256i RoundSums(__m256i sums, __m256i scales, const Requantization* to) {
  const __m256 real = _mm256_mul_ps(_mm256_cvtepi32_ps(sums), _mm256_castsi256_ps(scales));
  return _mm256_cvtps_epi32(_mm256_min_ps(real, to->highest_less_zero_point));
}

// Stores 2 x kLanes int8 values.
ALWAYS_INLINE void StoreInt8(int8_t* output, Sums low, Sums high, Sums low_scales, Sums high_scales,
                             const Requantization* to) {
  const __m256i mixed =
      _mm256_packs_epi32(RoundSums(low, low_scales, to), RoundSums(high, high_scales, to));
  const __m256i wide = _mm256_adds_epi16(_mm256_permute4x64_epi64(mixed, 0xD8), to->zero_point);
  const __m128i values =
      _mm_packs_epi16(_mm256_castsi256_si128(wide), _mm256_extracti128_si256(wide, 1));
  _mm_storeu_si128((__m128i*)output, _mm_max_epi8(values, to->lowest));
}

#else

#include <arm_neon.h>

enum { kLanes = 4 };
typedef int16x8_t Eight;
typedef int16x8_t Many;
typedef int32x4_t Sums;

ALWAYS_INLINE Eight LoadInt8(const int8_t* values) { return vmovl_s8(vld1_s8(values)); }
ALWAYS_INLINE void StoreEight(int16_t* to, Eight values) { vst1q_s16(to, values); }
ALWAYS_INLINE Eight Add(Eight a, Eight b) { return vaddq_s16(a, b); }
ALWAYS_INLINE Eight Subtract(Eight a, Eight b) { return vsubq_s16(a, b); }
#define SHIFT_LEFT(values, bits) vshlq_n_s16(values, bits)

ALWAYS_INLINE Many LoadMany(const int8_t* values) { return LoadInt8(values); }
ALWAYS_INLINE void StoreMany(int16_t* to, Many values) { StoreEight(to, values); }
ALWAYS_INLINE Many AddMany(Many a, Many b) { return Add(a, b); }
ALWAYS_INLINE Many SubtractMany(Many a, Many b) { return Subtract(a, b); }
#define SHIFT_MANY_LEFT(values, bits) SHIFT_LEFT(values, bits)

// Transposes four rows of four pairs.
ALWAYS_INLINE void Transpose(const Eight* rows, Eight* columns) {
  const int32x4x2_t rows01 =
      vtrnq_s32(vreinterpretq_s32_s16(rows[0]), vreinterpretq_s32_s16(rows[1]));
  const int32x4x2_t rows23 =
      vtrnq_s32(vreinterpretq_s32_s16(rows[2]), vreinterpretq_s32_s16(rows[3]));
  for (int i = 0; i < 2; ++i) {
    const int64x2_t a = vreinterpretq_s64_s32(rows01.val[i]);
    const int64x2_t b = vreinterpretq_s64_s32(rows23.val[i]);
    columns[i] = vreinterpretq_s16_s64(vtrn1q_s64(a, b));
    columns[i + 2] = vreinterpretq_s16_s64(vtrn2q_s64(a, b));
  }
}

ALWAYS_INLINE Sums NoSums(void) { return vdupq_n_s32(0); }
ALWAYS_INLINE Sums LoadSums(const void* from) { return vld1q_s32((const int32_t*)from); }
ALWAYS_INLINE void StoreSums(int32_t* to, Sums sums) { vst1q_s32(to, sums); }
ALWAYS_INLINE Sums Repeat(const void* four_bytes) {
  return vld1q_dup_s32((const int32_t*)four_bytes);
}
ALWAYS_INLINE Sums AddSums(Sums a, Sums b) { return vaddq_s32(a, b); }
ALWAYS_INLINE Sums SubtractSums(Sums a, Sums b) { return vsubq_s32(a, b); }
ALWAYS_INLINE Sums MultiplySums(Sums a, Sums b) { return vmulq_s32(a, b); }
#define SHIFT_SUMS_LEFT(sums, bits) vshlq_n_s32(sums, bits)
#define SHIFT_SUMS_RIGHT(sums, bits) vshrq_n_s32(sums, bits)
// Multiplies pairs of int16 values and adds the two products.
ALWAYS_INLINE Sums MultiplyPairs(Sums a, Sums b) {
  const int16x8_t values = vreinterpretq_s16_s32(a), weights = vreinterpretq_s16_s32(b);
  return vpaddq_s32(vmull_s16(vget_low_s16(values), vget_low_s16(weights)),
                    vmull_high_s16(values, weights));
}

// What turns sums into int8 values.
typedef struct {
  int16x8_t zero_point;
  int8x8_t lowest, highest;
} Requantization;

ALWAYS_INLINE Requantization MakeRequantization(int32_t zero_point, int32_t lowest,
                                                int32_t highest) {
  return (Requantization){vdupq_n_s16((int16_t)zero_point), vdup_n_s8((int8_t)lowest),
                          vdup_n_s8((int8_t)highest)};
}

// Scales sums and rounds them half to even, as XNNPACK's kernels do.
ALWAYS_INLINE int16x4_t RoundSums(int32x4_t sums, int32x4_t scales) {
  const float32x4_t real = vmulq_f32(vcvtq_f32_s32(sums), vreinterpretq_f32_s32(scales));
  return vqmovn_s32(vcvtnq_s32_f32(real));
}

// Stores 2 x kLanes int8 values.
ALWAYS_INLINE void StoreInt8(int8_t* output, Sums low, Sums high, Sums low_scales, Sums high_scales,
                             const Requantization* to) {
  const int16x8_t wide = vcombine_s16(RoundSums(low, low_scales), RoundSums(high, high_scales));
  const int8x8_t values = vqmovn_s16(vqaddq_s16(wide, to->zero_point));
  vst1_s8(output, vmin_s8(vmax_s8(values, to->lowest), to->highest));
}

#endif
