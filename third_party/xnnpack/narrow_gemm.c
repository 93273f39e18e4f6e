// Matrix kernels for XNNPACK, compiled into it for relaxed SIMD. They multiply int8 values with
// int8 weights within -64..64; src/infer/narrow_weights.h says why. A tile is 4 rows (pixels) by 4
// columns (output channels); 8 values of a row are multiplied at once. Weights are packed as
// XNNPACK packs them for kernels that read activations as 0..255: (4) int32 biases, then for each 8
// values (4 columns, 8) weights, then (4) float scales.
#include "third_party/xnnpack/narrow_gemm.h"

#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <wasm_simd128.h>

#include "xnnpack/config.h"
#include "xnnpack/hardware-config.h"
#include "xnnpack/microfnptr.h"
#include "xnnpack/microparams-init.h"
#include "xnnpack/microparams.h"
#include "xnnpack/pack.h"

enum { kRows = 4, kColumns = 4, kDepth = 8 };

#define ALWAYS_INLINE static inline __attribute__((always_inline))

// The sums of one row of a tile: a vector for columns 0 and 1, another for 2 and 3. A column has
// two partial sums.
typedef struct {
  v128_t columns01, columns23;
} RowSums;

typedef union xnn_qs8_qc8w_conv_minmax_params Params;

// volatile keeps the vectors of these constants in registers. Without it clang makes them anew in
// the innermost loop.
static const volatile uint8_t kZeroPoint = 128;
static const volatile int16_t kOne = 1;

ALWAYS_INLINE const int8_t* LoadBiases(RowSums* sums, size_t rows, const int8_t* weights) {
  const v128_t columns01 = wasm_u64x2_load32x2(weights);
  const v128_t columns23 = wasm_u64x2_load32x2(weights + 2 * sizeof(int32_t));
  for (size_t row = 0; row < rows; ++row) sums[row] = (RowSums){columns01, columns23};
  return weights + kColumns * sizeof(int32_t);
}

// Adds to the sums the products of eight values of each row, from `first` on, and their weights.
ALWAYS_INLINE void AddEight(RowSums* sums, const int8_t* const* values, size_t rows, size_t first,
                            const int8_t* weights, v128_t zero_point, v128_t ones) {
  const v128_t weights01 = wasm_v128_load(weights);
  const v128_t weights23 = wasm_v128_load(weights + sizeof(v128_t));
  for (size_t row = 0; row < rows; ++row) {
    const v128_t moved = wasm_v128_xor(wasm_v128_load64_splat(values[row] + first), zero_point);
    const v128_t pairs01 = wasm_i16x8_relaxed_dot_i8x16_i7x16(weights01, moved);
    const v128_t pairs23 = wasm_i16x8_relaxed_dot_i8x16_i7x16(weights23, moved);
    sums[row].columns01 = wasm_i32x4_add(sums[row].columns01, wasm_i32x4_dot_i16x8(pairs01, ones));
    sums[row].columns23 = wasm_i32x4_add(sums[row].columns23, wasm_i32x4_dot_i16x8(pairs23, ones));
  }
}

// Adds the products of `depth` values of each row, a multiple of kDepth, with their weights.
// Returns the end of the weights that it read.
ALWAYS_INLINE const int8_t* AddRows(RowSums* sums, const int8_t* const* first_values, size_t rows,
                                    const int8_t* weights, size_t depth) {
  const v128_t zero_point = wasm_u8x16_splat(kZeroPoint), ones = wasm_i16x8_splat(kOne);
  const int8_t* values[kRows];
  for (size_t row = 0; row < rows; ++row) values[row] = first_values[row];
  for (; depth >= 2 * kDepth; depth -= 2 * kDepth) {
    AddEight(sums, values, rows, 0, weights, zero_point, ones);
    AddEight(sums, values, rows, kDepth, weights + kColumns * kDepth, zero_point, ones);
    weights += 2 * kColumns * kDepth;
    for (size_t row = 0; row < rows; ++row) values[row] += 2 * kDepth;
  }
  if (depth == 0) return weights;
  AddEight(sums, values, rows, 0, weights, zero_point, ones);
  return weights + kColumns * kDepth;
}

// Scales the sums and rounds them half to even, as XNNPACK's kernels do: adding 1.5 x 2^23 leaves a
// float no bits for a fraction.
ALWAYS_INLINE v128_t Requantize(RowSums sums, v128_t scales, const Params* params) {
  const float rounding = 12582912.0f;
  const int32_t rounding_bits = 0x4B400000;
  const int32_t zero_point = params->fp32_scalar.output_zero_point;
  const int32_t lowest = params->fp32_scalar.output_min - zero_point;
  const v128_t even = wasm_i32x4_shuffle(sums.columns01, sums.columns23, 0, 2, 4, 6);
  const v128_t odd = wasm_i32x4_shuffle(sums.columns01, sums.columns23, 1, 3, 5, 7);
  const v128_t real = wasm_f32x4_mul(wasm_f32x4_convert_i32x4(wasm_i32x4_add(even, odd)), scales);
  const v128_t rounded = wasm_f32x4_add(real, wasm_f32x4_splat(rounding));
  const v128_t clamped = wasm_i32x4_max(rounded, wasm_i32x4_splat(rounding_bits + lowest));
  return wasm_i32x4_sub(clamped, wasm_i32x4_splat(rounding_bits - zero_point));
}

// Stores the first `columns` of the four values of row LANE. memcpy would be a call.
#define STORE_ROW(outputs, LANE, values, columns)                               \
  do {                                                                          \
    int8_t* to = (outputs)[LANE];                                               \
    if ((columns) == kColumns) {                                                \
      wasm_v128_store32_lane(to, (values), LANE);                               \
    } else {                                                                    \
      const uint32_t four = wasm_u32x4_extract_lane((values), LANE);            \
      for (size_t i = 0; i < (columns); ++i) to[i] = (int8_t)(four >> (8 * i)); \
    }                                                                           \
  } while (0)

// Converts the sums of each row to four int8 values and stores the first `columns` of them. Stores
// row 0 last: in a tile with fewer rows the missing rows write to the outputs of row 0, which must
// end with its own values. Returns the end of the scales.
ALWAYS_INLINE const int8_t* StoreRows(const RowSums* sums, int8_t* const* outputs, size_t rows,
                                      size_t columns, const int8_t* scales, const Params* params) {
  const size_t stored = columns < kColumns ? columns : kColumns;
  const v128_t row_scales = wasm_v128_load(scales);
  const v128_t highest = wasm_i8x16_splat((int8_t)params->fp32_scalar.output_max);
  v128_t wide[kRows];
  for (size_t row = 0; row < kRows; ++row) {
    wide[row] = row < rows ? Requantize(sums[row], row_scales, params) : wide[0];
  }
  const v128_t halves01 = wasm_i16x8_narrow_i32x4(wide[0], wide[1]);
  const v128_t halves23 = wasm_i16x8_narrow_i32x4(wide[2], wide[3]);
  const v128_t values = wasm_i8x16_min(wasm_i8x16_narrow_i16x8(halves01, halves23), highest);
  if (rows == kRows) {
    STORE_ROW(outputs, 3, values, stored);
    STORE_ROW(outputs, 2, values, stored);
    STORE_ROW(outputs, 1, values, stored);
  }
  STORE_ROW(outputs, 0, values, stored);
  return scales + kColumns * sizeof(float);
}

ALWAYS_INLINE void MoveRows(int8_t** rows, size_t count, size_t bytes) {
  for (size_t row = 0; row < count; ++row) rows[row] += bytes;
}

// The row that a tile reads and writes in place of `row`: its last one where it has fewer rows.
ALWAYS_INLINE size_t Existing(size_t row, size_t rows) { return row < rows ? row : rows - 1; }

ALWAYS_INLINE void Gemm(size_t tile_rows, size_t rows, size_t columns, size_t depth,
                        const int8_t* values, size_t value_stride, const int8_t* weights,
                        int8_t* output, size_t row_stride, size_t column_stride,
                        const Params* params) {
  const int8_t* row_values[kRows];
  int8_t* outputs[kRows];
  for (size_t row = 0; row < tile_rows; ++row) {
    row_values[row] = values + Existing(row, rows) * value_stride;
    outputs[row] = output + Existing(row, rows) * row_stride;
  }
  const size_t whole_depth = (depth + kDepth - 1) / kDepth * kDepth;
  RowSums sums[kRows];
  for (;;) {
    weights = LoadBiases(sums, tile_rows, weights);
    weights = AddRows(sums, row_values, tile_rows, weights, whole_depth);
    weights = StoreRows(sums, outputs, tile_rows, columns, weights, params);
    if (columns <= kColumns) return;
    columns -= kColumns;
    MoveRows(outputs, tile_rows, column_stride);
  }
}

// As Gemm, but reads values through `pointers`: tile_rows pointers for each pixel of the window,
// `pointer_bytes` in all. Adds `offset` to each pointer but `zero`, which points to padding.
ALWAYS_INLINE void IndirectGemm(size_t tile_rows, size_t rows, size_t columns, size_t depth,
                                size_t pointer_bytes, const int8_t** pointers,
                                const int8_t* weights, int8_t* output, size_t row_stride,
                                size_t column_stride, size_t offset, const int8_t* zero,
                                const Params* params) {
  int8_t* outputs[kRows];
  for (size_t row = 0; row < tile_rows; ++row) {
    outputs[row] = output + Existing(row, rows) * row_stride;
  }
  const size_t whole_depth = (depth + kDepth - 1) / kDepth * kDepth;
  const size_t pointer_count = pointer_bytes / sizeof(void*);
  RowSums sums[kRows];
  for (;;) {
    weights = LoadBiases(sums, tile_rows, weights);
    for (size_t first = 0; first < pointer_count; first += tile_rows) {
      const int8_t* values[kRows];
      for (size_t row = 0; row < tile_rows; ++row) {
        const int8_t* pointer = pointers[first + row];
        values[row] = pointer == zero ? zero : pointer + offset;
      }
      weights = AddRows(sums, values, tile_rows, weights, whole_depth);
    }
    weights = StoreRows(sums, outputs, tile_rows, columns, weights, params);
    if (columns <= kColumns) return;
    columns -= kColumns;
    MoveRows(outputs, tile_rows, column_stride);
  }
}

#define DEFINE_KERNELS(TILE_ROWS)                                                                  \
  static void Gemm##TILE_ROWS(size_t rows, size_t columns, size_t depth, const int8_t* values,     \
                              size_t value_stride, const void* weights, int8_t* output,            \
                              size_t row_stride, size_t column_stride, const Params* params) {     \
    Gemm(TILE_ROWS, rows, columns, depth, values, value_stride, weights, output, row_stride,       \
         column_stride, params);                                                                   \
  }                                                                                                \
  static void IndirectGemm##TILE_ROWS(                                                             \
      size_t rows, size_t columns, size_t depth, size_t pointer_bytes, const int8_t** pointers,    \
      const void* weights, int8_t* output, size_t row_stride, size_t column_stride, size_t offset, \
      const int8_t* zero, const Params* params) {                                                  \
    IndirectGemm(TILE_ROWS, rows, columns, depth, pointer_bytes, pointers, weights, output,        \
                 row_stride, column_stride, offset, zero, params);                                 \
  }
DEFINE_KERNELS(1)
DEFINE_KERNELS(4)

// Whether this engine reads the second operand as 0..255. Then the sum of two products with weights
// within -64..64 is exact: it cannot saturate. The specification lets an engine choose only the
// sign of the second operand and whether sums saturate, and the choice never changes: an
// environment "globally chooses a fixed projection for each operator"
// (document/core/exec/numerics.rst of github.com/WebAssembly/relaxed-simd, "Relaxed Operations"; an
// engine with several compilers is one environment, its issue 141). volatile makes the engine
// compute the answer; the compiler that makes the WebAssembly would compute it in its own way.
static bool PairsFit(void) {
  const volatile int8_t largest = 64;
  const volatile int8_t smallest = -64;
  const volatile uint8_t values = 255;
  const v128_t all = wasm_u8x16_splat(values);
  const v128_t high = wasm_i16x8_relaxed_dot_i8x16_i7x16(wasm_i8x16_splat(largest), all);
  const v128_t low = wasm_i16x8_relaxed_dot_i8x16_i7x16(wasm_i8x16_splat(smallest), all);
  const v128_t fits = wasm_v128_and(wasm_i16x8_eq(high, wasm_i16x8_const_splat(2 * 64 * 255)),
                                    wasm_i16x8_eq(low, wasm_i16x8_const_splat(-2 * 64 * 255)));
  return wasm_i16x8_all_true(fits);
}

static struct xnn_gemm_config NarrowConfig(void) {
  struct xnn_gemm_config config = {0};
  config.minmax.gemm[0] = xnn_init_hmp_gemm_ukernel((xnn_gemm_ukernel_fn)Gemm1);
  config.minmax.gemm[kRows - 1] = xnn_init_hmp_gemm_ukernel((xnn_gemm_ukernel_fn)Gemm4);
  config.minmax.igemm[0] = xnn_init_hmp_igemm_ukernel((xnn_igemm_ukernel_fn)IndirectGemm1);
  config.minmax.igemm[kRows - 1] = xnn_init_hmp_igemm_ukernel((xnn_igemm_ukernel_fn)IndirectGemm4);
  config.init.qs8_qc8w = xnn_init_qs8_qc8w_conv_minmax_fp32_scalar_params;
  config.pack_gemm_goi = (xnn_packw_gemm_goi_ukernel_fn)xnn_pack_qs8_to_qu8_gemm_goi_w;
  config.pack_igemm_goki = (xnn_pack_conv_goki_w_fn)xnn_pack_qs8_to_qu8_conv_goki_w;
  config.pack_igemm_kgo = (xnn_pack_conv_kgo_w_fn)xnn_pack_qs8_to_qu8_conv_kgo_w;
  config.mr = kRows;
  config.nr = kColumns;
  config.log2_kr = 3;
  return config;
}

static bool narrow_weights = false;
static struct xnn_gemm_config narrow_config;

void glance_use_narrow_gemm(bool narrow) { narrow_weights = narrow; }

const struct xnn_gemm_config* glance_qs8_qc8w_gemm_config(void) {
  const struct xnn_hardware_config* hardware = xnn_init_hardware_config();
  const bool has_better = hardware->use_wasm_sdot || hardware->use_wasm_usdot;
  if (!narrow_weights || has_better || !PairsFit()) return xnn_init_qs8_qc8w_gemm_config();
  if (narrow_config.mr == 0) narrow_config = NarrowConfig();
  return &narrow_config;
}
