// The vectors of sliding_dwconv.c in WebAssembly: a vector of 128 bits for channels 0 to 3, another
// for 4 to 7.
#pragma once

#include <stddef.h>
#include <stdint.h>
#include <wasm_simd128.h>

#include "xnnpack/microparams.h"

enum {
  kTileChannels = 16,  // of the packed weights
  kChannels = 8,       // that are computed at once
};

#define KERNEL(taps) glance_qs8_qc8w_dwconv_##taps##__wasmsimd
// Without it clang keeps arrays in memory: it unrolls loops too late to put them into registers.
#define UNROLL _Pragma("clang loop unroll(full)")
#define ALWAYS_INLINE static inline __attribute__((always_inline))

// A lane for each channel: int32 sums, float scales, or pairs of int16.
typedef struct {
  v128_t low, high;
} Vector;

ALWAYS_INLINE Vector LoadNumbers(const void* numbers) {
  return (Vector){wasm_v128_load(numbers), wasm_v128_load((const int8_t*)numbers + sizeof(v128_t))};
}

// Widens a value of each of two pixels to a pair for each channel.
ALWAYS_INLINE Vector LoadPairs(const int8_t* first, const int8_t* second) {
  const v128_t a = wasm_i16x8_load8x8(first), b = wasm_i16x8_load8x8(second);
  return (Vector){wasm_i16x8_shuffle(a, b, 0, 8, 1, 9, 2, 10, 3, 11),
                  wasm_i16x8_shuffle(a, b, 4, 12, 5, 13, 6, 14, 7, 15)};
}

// The same with zeros for the second pixel.
ALWAYS_INLINE Vector LoadWithZeros(const int8_t* first) {
  const v128_t values = wasm_i16x8_load8x8(first);
  return (Vector){wasm_u32x4_extend_low_u16x8(values), wasm_u32x4_extend_high_u16x8(values)};
}

ALWAYS_INLINE Vector AddDots(Vector sums, Vector a, Vector b) {
  return (Vector){wasm_i32x4_add(sums.low, wasm_i32x4_dot_i16x8(a.low, b.low)),
                  wasm_i32x4_add(sums.high, wasm_i32x4_dot_i16x8(a.high, b.high))};
}

// What turns sums into int8 values.
typedef struct {
  v128_t rounding, lowest, moved_zero_point, highest;
} Requantization;

// 1.5 x 2^23. volatile keeps vectors of it in registers: V8 makes a vector that it knows anew
// wherever it is used.
static const volatile float kRounding = 12582912.0f;
static const volatile int32_t kRoundingBits = 0x4B400000;

ALWAYS_INLINE Requantization RequantizationOf(const union xnn_qs8_qc8w_conv_minmax_params* params) {
  const int32_t rounding_bits = kRoundingBits;
  const int32_t zero_point = params->fp32_scalar.output_zero_point;
  const int32_t lowest = params->fp32_scalar.output_min - zero_point;
  Requantization to;
  to.rounding = wasm_f32x4_splat(kRounding);
  to.lowest = wasm_i32x4_splat(rounding_bits + lowest);
  to.moved_zero_point = wasm_i32x4_splat(rounding_bits - zero_point);
  to.highest = wasm_i8x16_splat((int8_t)params->fp32_scalar.output_max);
  return to;
}

// Scales sums and rounds them half to even, as XNNPACK's kernels do: adding 1.5 x 2^23 leaves a
// float no bits for a fraction.
ALWAYS_INLINE v128_t Requantize(v128_t sums, v128_t scales, const Requantization* to) {
  const v128_t real = wasm_f32x4_mul(wasm_f32x4_convert_i32x4(sums), scales);
  const v128_t rounded = wasm_f32x4_add(real, to->rounding);
  return wasm_i32x4_sub(wasm_i32x4_max(rounded, to->lowest), to->moved_zero_point);
}

// Stores the first `channels` of eight values.
ALWAYS_INLINE void StoreFirst(v128_t values, int8_t* output, size_t channels) {
  if (channels >= kChannels) {
    wasm_v128_store64_lane(output, values, 0);
    return;
  }
  if (channels & 4) {
    wasm_v128_store32_lane(output, values, 0);
    values = wasm_u64x2_shr(values, 32);
    output += 4;
  }
  if (channels & 2) {
    wasm_v128_store16_lane(output, values, 0);
    values = wasm_u64x2_shr(values, 16);
    output += 2;
  }
  if (channels & 1) wasm_v128_store8_lane(output, values, 0);
}

// Scales sums and stores the first `channels` of them as int8 values.
ALWAYS_INLINE void Store(Vector sums, Vector scales, const Requantization* to, int8_t* output,
                         size_t channels) {
  const v128_t wide = wasm_i16x8_narrow_i32x4(Requantize(sums.low, scales.low, to),
                                              Requantize(sums.high, scales.high, to));
  const v128_t values = wasm_i8x16_min(wasm_i8x16_narrow_i16x8(wide, wide), to->highest);
  StoreFirst(values, output, channels);
}
