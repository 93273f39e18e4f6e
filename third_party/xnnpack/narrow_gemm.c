// Matrix kernels for XNNPACK, compiled into it for relaxed SIMD. They multiply int8 values with
// int8 weights within -64..64; src/infer/narrow_weights.h says why. A tile is 4 rows (pixels) by 8
// columns (output channels); 4 values of a row are multiplied at once. narrow_windows.h says how
// they are read. Weights are packed as XNNPACK packs them for kernels that read activations as
// 0..255: (8) int32 biases, then for each 4 values (8 columns, 4) weights, then (8) float scales;
// narrow_packing.h leaves out the zeros between pixels.
#include "third_party/xnnpack/narrow_gemm.h"

#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <wasm_simd128.h>

#include "third_party/xnnpack/narrow_gather.h"
#include "third_party/xnnpack/narrow_packing.h"
#include "xnnpack/config.h"
#include "xnnpack/hardware-config.h"
#include "xnnpack/microfnptr.h"
#include "xnnpack/microparams-init.h"
#include "xnnpack/microparams.h"

enum { kRows = 4, kColumns = 8 };

#define ALWAYS_INLINE static inline __attribute__((always_inline))

// The int32 sums, or float scales, of columns 0 to 3 and 4 to 7.
typedef struct {
  v128_t low, high;
} Eight;

typedef union xnn_qs8_qc8w_conv_minmax_params Params;

// volatile keeps the vectors of these constants in registers. Without it clang makes them anew in
// the innermost loop.
static const volatile uint8_t kZeroPoint = 128;
static const volatile int16_t kOne = 1;

ALWAYS_INLINE Eight LoadEight(const int8_t* numbers) {
  return (Eight){wasm_v128_load(numbers), wasm_v128_load(numbers + sizeof(v128_t))};
}

// The values of a tile's rows, 0..255. What is behind a row's last one is multiplied with zeros.
typedef struct {
  uint8_t rows[kRows][kRowBytes];
} Values;

static inline void CopyMoved(uint8_t* to, const int8_t* from, size_t bytes) {
  const v128_t zero_point = wasm_u8x16_splat(kZeroPoint);
  for (size_t i = 0; i < bytes; i += sizeof(v128_t)) {
    wasm_v128_store(to + i, wasm_v128_xor(wasm_v128_load(from + i), zero_point));
  }
}

static inline bool IsBehind(const Source* source, size_t rows, size_t tap) {
  const int8_t* const* pixels = source->pointers + tap * rows;
  const int8_t* const* before = pixels - rows;
  const size_t depth = TapDepth(source->depth);
  if (rows == 1) return before[0] != source->zero && pixels[0] == before[0] + depth;
  const v128_t first = wasm_v128_load(before);  // four pointers
  const v128_t behind = wasm_i32x4_add(first, wasm_i32x4_splat((int32_t)depth));
  const v128_t is_padding = wasm_i32x4_eq(first, wasm_i32x4_splat((int32_t)source->zero));
  const v128_t is_behind = wasm_i32x4_eq(behind, wasm_v128_load(pixels));
  return wasm_i32x4_all_true(wasm_v128_andnot(is_behind, is_padding));
}

static __attribute__((noinline)) void GatherWindows1(Values* values, const Source* source,
                                                     size_t begin, size_t end) {
  GatherWindows(values->rows[0], source, 1, begin, end);
}

static __attribute__((noinline)) void GatherWindows4(Values* values, const Source* source,
                                                     size_t begin, size_t end) {
  GatherWindows(values->rows[0], source, kRows, begin, end);
}

ALWAYS_INLINE void Gather(Values* values, const Source* source, size_t rows, size_t begin,
                          size_t end) {
  if (source->taps == 1 && source->zero == NULL) {
    for (size_t row = 0; row < rows; ++row) {
      CopyMoved(values->rows[row], source->pointers[row] + source->offset + begin, end - begin);
    }
  } else if (rows == 1) {
    GatherWindows1(values, source, begin, end);
  } else {
    GatherWindows4(values, source, begin, end);
  }
}

// Adds to the sums the products of four values of each row and their weights.
ALWAYS_INLINE void AddFour(Eight* sums, const uint8_t* values, size_t rows, const int8_t* weights,
                           v128_t ones) {
  const Eight columns = LoadEight(weights);
  for (size_t row = 0; row < rows; ++row) {
    const v128_t four = wasm_v128_load32_splat(values + row * kRowBytes);
    const v128_t low = wasm_i16x8_relaxed_dot_i8x16_i7x16(columns.low, four);
    const v128_t high = wasm_i16x8_relaxed_dot_i8x16_i7x16(columns.high, four);
    sums[row].low = wasm_i32x4_add(sums[row].low, wasm_i32x4_dot_i16x8(low, ones));
    sums[row].high = wasm_i32x4_add(sums[row].high, wasm_i32x4_dot_i16x8(high, ones));
  }
}

// Adds the products of `depth` values of each row, a multiple of kDepth, with their weights.
// Returns the end of the weights that it read.
ALWAYS_INLINE const int8_t* AddRows(Eight* sums, const Values* gathered, size_t rows,
                                    const int8_t* weights, size_t depth) {
  const v128_t ones = wasm_i16x8_splat(kOne);
  const uint8_t* values = gathered->rows[0];
  for (; depth >= 2 * kDepth; depth -= 2 * kDepth) {
    AddFour(sums, values, rows, weights, ones);
    AddFour(sums, values + kDepth, rows, weights + kColumns * kDepth, ones);
    weights += 2 * kColumns * kDepth;
    values += 2 * kDepth;
  }
  if (depth == 0) return weights;
  AddFour(sums, values, rows, weights, ones);
  return weights + kColumns * kDepth;
}

// What turns sums into int8 values. Made once a call: V8 makes a vector that it knows anew wherever
// it is used.
typedef struct {
  v128_t rounding, lowest, moved_zero_point, highest;
} Requantization;

static const volatile float kRounding = 12582912.0f;       // 1.5 x 2^23
static const volatile int32_t kRoundingBits = 0x4B400000;  // the same

ALWAYS_INLINE Requantization RequantizationOf(const Params* params) {
  const int32_t rounding_bits = kRoundingBits;
  const int32_t zero_point = params->fp32_scalar.output_zero_point;
  const int32_t lowest = params->fp32_scalar.output_min - zero_point;
  return (Requantization){wasm_f32x4_splat(kRounding), wasm_i32x4_splat(rounding_bits + lowest),
                          wasm_i32x4_splat(rounding_bits - zero_point),
                          wasm_i8x16_splat((int8_t)params->fp32_scalar.output_max)};
}

// Scales the sums and rounds them half to even, as XNNPACK's kernels do: adding 1.5 x 2^23 leaves a
// float no bits for a fraction.
ALWAYS_INLINE v128_t Requantize(v128_t sums, v128_t scales, const Requantization* to) {
  const v128_t real = wasm_f32x4_mul(wasm_f32x4_convert_i32x4(sums), scales);
  const v128_t rounded = wasm_f32x4_add(real, to->rounding);
  return wasm_i32x4_sub(wasm_i32x4_max(rounded, to->lowest), to->moved_zero_point);
}

// Stores the first `columns` of the eight values in half LANE. memcpy would be a call.
#define STORE_ROW(output, LANE, values, columns)                                              \
  do {                                                                                        \
    int8_t* destination = (output);                                                           \
    if ((columns) == kColumns) {                                                              \
      wasm_v128_store64_lane(destination, (values), LANE);                                    \
    } else {                                                                                  \
      uint64_t eight = wasm_u64x2_extract_lane((values), LANE);                               \
      _Pragma("clang loop vectorize(disable) unroll(disable)") /* it is rare */               \
          for (size_t i = 0; i < (columns); ++i, eight >>= 8) destination[i] = (int8_t)eight; \
    }                                                                                         \
  } while (0)

ALWAYS_INLINE v128_t ToInt16(Eight sums, Eight scales, const Requantization* to) {
  return wasm_i16x8_narrow_i32x4(Requantize(sums.low, scales.low, to),
                                 Requantize(sums.high, scales.high, to));
}

ALWAYS_INLINE v128_t ToInt8(v128_t first, v128_t second, const Requantization* to) {
  return wasm_i8x16_min(wasm_i8x16_narrow_i16x8(first, second), to->highest);
}

// Converts the sums of each row to eight int8 values and stores the first `columns` of them. Stores
// row 0 last: in a tile with fewer rows the missing rows write to the outputs of row 0, which must
// end with its own values. Returns the end of the scales.
ALWAYS_INLINE const int8_t* StoreRows(const Eight* sums, int8_t* const* outputs, size_t rows,
                                      size_t columns, const int8_t* weights,
                                      const Requantization* to) {
  const size_t stored = columns < kColumns ? columns : kColumns;
  const Eight scales = LoadEight(weights);
  const v128_t row0 = ToInt16(sums[0], scales, to);
  if (rows == kRows) {
    const v128_t rows01 = ToInt8(row0, ToInt16(sums[1], scales, to), to);
    const v128_t rows23 = ToInt8(ToInt16(sums[2], scales, to), ToInt16(sums[3], scales, to), to);
    STORE_ROW(outputs[3], 1, rows23, stored);
    STORE_ROW(outputs[2], 0, rows23, stored);
    STORE_ROW(outputs[1], 1, rows01, stored);
    STORE_ROW(outputs[0], 0, rows01, stored);
  } else {
    const v128_t only = ToInt8(row0, row0, to);
    STORE_ROW(outputs[0], 0, only, stored);
  }
  return weights + kColumns * sizeof(float);
}

ALWAYS_INLINE void MoveRows(int8_t** rows, size_t count, size_t bytes) {
  for (size_t row = 0; row < count; ++row) rows[row] += bytes;
}

// The row that a tile reads and writes in place of `row`: its last one where it has fewer rows.
ALWAYS_INLINE size_t Existing(size_t row, size_t rows) { return row < rows ? row : rows - 1; }

// A window that is too deep is gathered in parts, anew for each eight columns.
ALWAYS_INLINE void Compute(const Source* source, size_t tile_rows, size_t rows, size_t columns,
                           const int8_t* weights, int8_t* output, size_t row_stride,
                           size_t column_stride, const Params* params) {
  int8_t* outputs[kRows];
  for (size_t row = 0; row < tile_rows; ++row) {
    outputs[row] = output + Existing(row, rows) * row_stride;
  }
  const size_t depth = WindowDepth(source->taps, source->depth);
  const size_t zeros = kColumns * PackedZeros(source->taps, source->depth);
  const Requantization to = RequantizationOf(params);
  Values values;
  if (depth <= kMost) Gather(&values, source, tile_rows, 0, depth);
  Eight sums[kRows];
  for (;;) {
    for (size_t row = 0; row < tile_rows; ++row) sums[row] = LoadEight(weights);
    weights += kColumns * sizeof(int32_t);
    for (size_t begin = 0; begin < depth; begin += kMost) {
      const size_t rest = depth - begin, part = rest < kMost ? rest : kMost;
      if (depth > kMost) Gather(&values, source, tile_rows, begin, begin + part);
      weights = AddRows(sums, &values, tile_rows, weights, Rounded(part));
    }
    weights = StoreRows(sums, outputs, tile_rows, columns, weights + zeros, &to);
    if (columns <= kColumns) return;
    columns -= kColumns;
    MoveRows(outputs, tile_rows, column_stride);
  }
}

#define DEFINE_KERNELS(TILE_ROWS)                                                                  \
  static void Gemm##TILE_ROWS(size_t rows, size_t columns, size_t depth, const int8_t* values,     \
                              size_t value_stride, const void* weights, int8_t* output,            \
                              size_t row_stride, size_t column_stride, const Params* params) {     \
    const int8_t* pointers[TILE_ROWS];                                                             \
    for (size_t row = 0; row < TILE_ROWS; ++row) {                                                 \
      pointers[row] = values + Existing(row, rows) * value_stride;                                 \
    }                                                                                              \
    const Source source = {pointers, 1, depth, 0, NULL};                                           \
    Compute(&source, TILE_ROWS, rows, columns, weights, output, row_stride, column_stride,         \
            params);                                                                               \
  }                                                                                                \
  static void IndirectGemm##TILE_ROWS(                                                             \
      size_t rows, size_t columns, size_t depth, size_t pointer_bytes, const int8_t** pointers,    \
      const void* weights, int8_t* output, size_t row_stride, size_t column_stride, size_t offset, \
      const int8_t* zero, const Params* params) {                                                  \
    const size_t taps = pointer_bytes / sizeof(void*) / TILE_ROWS;                                 \
    const Source source = {pointers, taps, depth, offset, zero};                                   \
    Compute(&source, TILE_ROWS, rows, columns, weights, output, row_stride, column_stride,         \
            params);                                                                               \
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
  config.pack_igemm_goki = (xnn_pack_conv_goki_w_fn)PackWindows;
  config.pack_igemm_kgo = (xnn_pack_conv_kgo_w_fn)xnn_pack_qs8_to_qu8_conv_kgo_w;
  config.mr = kRows;
  config.nr = kColumns;
  config.log2_kr = 2;
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
