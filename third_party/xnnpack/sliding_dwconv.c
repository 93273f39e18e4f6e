// Depthwise kernels for XNNPACK, compiled into it for WebAssembly in place of its own: 9 and 25
// taps of int8 values, 8 channels at a time along a row of the output. Any weights, any SIMD.
//
// A window is read as columns of 3 (or 5) pixels: XNNPACK gives pointers to them, column by column.
// With stride 1 a column is part of 3 (or 5) windows that lie side by side. It is read once, and
// its products are added to the sums of each of these windows, which stay in registers. XNNPACK's
// kernels read and widen it once for each window.
//
// Two pixels of a column are interleaved, so that one instruction multiplies both with their
// weights and adds the products as int32: the sums are exact, the results those of XNNPACK's
// kernels. Weights are packed as XNNPACK packs them: for each 16 channels int32 biases, then the
// weights of each tap, then float scales.
#include "third_party/xnnpack/sliding_dwconv.h"

#include <stddef.h>
#include <stdint.h>
#include <wasm_simd128.h>

enum {
  kTileChannels = 16,  // of the packed weights
  kChannels = 8,       // that are computed at once
  kMaxSide = 5,
  kMaxPairs = (kMaxSide + 1) / 2,
  kMaxPointers = 512,  // to pixels, that are completed at a time
};

// Without it clang keeps arrays in memory: it unrolls loops too late to put them into registers.
#define UNROLL _Pragma("clang loop unroll(full)")
#define ALWAYS_INLINE static inline __attribute__((always_inline))

// A vector for channels 0 to 3, another for 4 to 7: int32, or pairs of int16.
typedef struct {
  v128_t low, high;
} Eight;

// A column of a window, or its weights: two pixels a pair, the last one with zeros.
typedef struct {
  Eight pairs[kMaxPairs];
} Column;

typedef union xnn_qs8_qc8w_conv_minmax_params Params;

ALWAYS_INLINE Eight Interleave(v128_t first, v128_t second) {
  return (Eight){wasm_i16x8_shuffle(first, second, 0, 8, 1, 9, 2, 10, 3, 11),
                 wasm_i16x8_shuffle(first, second, 4, 12, 5, 13, 6, 14, 7, 15)};
}

ALWAYS_INLINE Eight InterleaveZeros(v128_t values) {
  return (Eight){wasm_u32x4_extend_low_u16x8(values), wasm_u32x4_extend_high_u16x8(values)};
}

// Widens eight values of each of `side` rows.
ALWAYS_INLINE Column LoadColumn(const int8_t* const* rows, size_t side) {
  Column column;
  UNROLL
  for (size_t row = 0; row + 1 < side; row += 2) {
    column.pairs[row / 2] =
        Interleave(wasm_i16x8_load8x8(rows[row]), wasm_i16x8_load8x8(rows[row + 1]));
  }
  column.pairs[side / 2] = InterleaveZeros(wasm_i16x8_load8x8(rows[side - 1]));
  return column;
}

ALWAYS_INLINE Column LoadPixels(const int8_t* const* pixels, size_t channel, size_t side) {
  const int8_t* rows[kMaxSide];
  UNROLL
  for (size_t row = 0; row < side; ++row) rows[row] = pixels[row] + channel;
  return LoadColumn(rows, side);
}

ALWAYS_INLINE Column LoadWeights(const int8_t* weights, size_t side) {
  const int8_t* rows[kMaxSide];
  UNROLL
  for (size_t row = 0; row < side; ++row) rows[row] = weights + row * kTileChannels;
  return LoadColumn(rows, side);
}

ALWAYS_INLINE Eight LoadEight(const void* numbers) {
  return (Eight){wasm_v128_load(numbers), wasm_v128_load((const int8_t*)numbers + sizeof(v128_t))};
}

ALWAYS_INLINE Eight AddProducts(Eight sums, const Column* pixels, const Column* weights,
                                size_t side) {
  UNROLL
  for (size_t i = 0; i < (side + 1) / 2; ++i) {
    const Eight a = pixels->pairs[i];
    const Eight b = weights->pairs[i];
    sums.low = wasm_i32x4_add(sums.low, wasm_i32x4_dot_i16x8(a.low, b.low));
    sums.high = wasm_i32x4_add(sums.high, wasm_i32x4_dot_i16x8(a.high, b.high));
  }
  return sums;
}

// What turns sums into int8 values, with the scales of eight channels.
typedef struct {
  Eight scales;
  v128_t rounding, lowest, moved_zero_point, highest;
} Requantization;

// 1.5 x 2^23. volatile keeps vectors of it in registers: V8 makes a vector that it knows anew
// wherever it is used.
static const volatile float kRounding = 12582912.0f;
static const volatile int32_t kRoundingBits = 0x4B400000;

ALWAYS_INLINE Requantization RequantizationOf(const Params* params) {
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

ALWAYS_INLINE void Store(Eight sums, const Requantization* to, int8_t* output, size_t channels) {
  const v128_t wide = wasm_i16x8_narrow_i32x4(Requantize(sums.low, to->scales.low, to),
                                              Requantize(sums.high, to->scales.high, to));
  const v128_t values = wasm_i8x16_min(wasm_i8x16_narrow_i16x8(wide, wide), to->highest);
  StoreFirst(values, output, channels);
}

// What eight channels are computed with.
typedef struct {
  Eight biases;
  Column weights[kMaxSide];
  Requantization to;
} Channels;

ALWAYS_INLINE Channels LoadChannels(const int8_t* packed, size_t channel, size_t side,
                                    const Requantization* to) {
  const size_t tile_bytes = kTileChannels * (sizeof(int32_t) + side * side + sizeof(float));
  const size_t in_tile = channel % kTileChannels;
  packed += channel / kTileChannels * tile_bytes;
  Channels eight = {.biases = LoadEight(packed + in_tile * sizeof(int32_t)), .to = *to};
  packed += kTileChannels * sizeof(int32_t);
  UNROLL
  for (size_t x = 0; x < side; ++x) {
    eight.weights[x] = LoadWeights(packed + x * side * kTileChannels + in_tile, side);
  }
  packed += side * side * kTileChannels;
  eight.to.scales = LoadEight(packed + in_tile * sizeof(float));
  return eight;
}

// Where a row of the output is: `width` pixels, `channels` of each.
typedef struct {
  int8_t* values;
  size_t width, pixel_bytes, channels;
} Row;

// With stride 1. sums[i] are those of the window whose last column is i columns further on. The
// first columns fill windows that begin left of the row; those are not stored.
ALWAYS_INLINE void Slide(const int8_t* const* pixels, size_t channel, size_t side,
                         const Channels* eight, Row row) {
  Eight sums[kMaxSide];
  UNROLL
  for (size_t i = 0; i < side; ++i) sums[i] = eight->biases;
  const size_t columns = row.width + side - 1;
  for (size_t x = 0; x < columns; ++x) {
    const Column column = LoadPixels(pixels + x * side, channel, side);
    const Eight finished = AddProducts(sums[0], &column, &eight->weights[side - 1], side);
    UNROLL
    for (size_t i = 1; i < side; ++i) {
      sums[i - 1] = AddProducts(sums[i], &column, &eight->weights[side - 1 - i], side);
    }
    sums[side - 1] = eight->biases;
    if (x + 1 < side) continue;
    Store(finished, &eight->to, row.values, row.channels);
    row.values += row.pixel_bytes;
  }
}

// Windows that begin `stride` pointers from each other: each column is read for each window.
ALWAYS_INLINE void Jump(const int8_t* const* pixels, size_t stride, size_t channel, size_t side,
                        const Channels* eight, Row row) {
  for (size_t x = 0; x < row.width; ++x) {
    Eight sums = eight->biases;
    UNROLL
    for (size_t i = 0; i < side; ++i) {
      const Column column = LoadPixels(pixels + i * side, channel, side);
      sums = AddProducts(sums, &column, &eight->weights[i], side);
    }
    Store(sums, &eight->to, row.values, row.channels);
    row.values += row.pixel_bytes;
    pixels += stride;
  }
}

ALWAYS_INLINE void Compute(size_t side, size_t channels, size_t width, const int8_t** pointers,
                           const int8_t* weights, int8_t* output, size_t stride, size_t pixel_bytes,
                           size_t offset, const int8_t* zero, const Params* params) {
  const Requantization to = RequantizationOf(params);
  const int8_t* pixels[kMaxPointers];
  while (width > 0) {
    // Part of the row, whose pointers are completed once for all channels.
    const size_t most = (kMaxPointers - side * side) / stride + 1;
    const size_t part = width < most ? width : most;
    const size_t count = (part - 1) * stride + side * side;
    for (size_t i = 0; i < count; ++i) {
      pixels[i] = pointers[i] == zero ? zero : pointers[i] + offset;
    }
    for (size_t channel = 0; channel < channels; channel += kChannels) {
      const Channels eight = LoadChannels(weights, channel, side, &to);
      const Row row = {output + channel, part, pixel_bytes, channels - channel};
      if (stride == side) {
        Slide(pixels, channel, side, &eight, row);
      } else {
        Jump(pixels, stride, channel, side, &eight, row);
      }
    }
    width -= part;
    pointers += part * stride;
    output += part * pixel_bytes;
  }
}

// `offset` is added to each pointer but `zero`, which points to padding. `stride_bytes` are between
// the pointers of windows that lie side by side, `output_gap` between the pixels of the output.
#define DEFINE_KERNEL(TAPS, SIDE)                                                                \
  void glance_qs8_qc8w_dwconv_##TAPS(size_t channels, size_t width, const int8_t** pointers,     \
                                     const void* weights, int8_t* output, intptr_t stride_bytes, \
                                     size_t output_gap, size_t offset, const int8_t* zero,       \
                                     const Params* params) {                                     \
    Compute(SIDE, channels, width, pointers, weights, output,                                    \
            (size_t)stride_bytes / sizeof(void*), channels + output_gap, offset, zero, params);  \
  }
DEFINE_KERNEL(9, 3)
DEFINE_KERNEL(25, 5)
