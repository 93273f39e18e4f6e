// Matrix kernels for XNNPACK natively, compiled for AVX2. They multiply int8 values with int8
// weights within -64..64; src/infer/narrow_weights.h says why. A tile is 5 rows (pixels) by 16
// columns (output channels); 4 values of a row are multiplied at once. narrow_windows.h says how
// values are read. Weights are packed as XNNPACK packs them for kernels that read activations as
// 0..255: (16) int32 biases, then for each 4 values (16 columns, 4) weights, then (16) float
// scales; narrow_packing.h leaves out the zeros between pixels. narrow_gemm.c is for WebAssembly.
#include "third_party/xnnpack/narrow_gemm_avx2.h"

#include <immintrin.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "third_party/xnnpack/narrow_gather.h"

enum { kRows = 5, kColumns = 16, kHalf = 8 };

#define ALWAYS_INLINE static inline __attribute__((always_inline))
// Sums stay in registers only when each loop over rows is unrolled.
#define UNROLL _Pragma("GCC unroll 16")

typedef union xnn_qs8_qc8w_conv_minmax_params Params;

// The int32 sums of a row's columns 0 to 7 and 8 to 15.
typedef struct {
  __m256i half[2];
} Sums;

ALWAYS_INLINE __m256i LoadVector(const int8_t* numbers) {
  return _mm256_loadu_si256((const __m256i*)numbers);
}

// The values of a tile's rows, 0..255. What is behind a row's last one is multiplied with zeros.
typedef struct {
  uint8_t rows[kRows][kRowBytes];
} Values;

static inline void CopyMoved(uint8_t* to, const int8_t* from, size_t bytes) {
  const __m128i zero_point = _mm_set1_epi8(-128);
  for (size_t i = 0; i < bytes; i += sizeof(__m128i)) {
    const __m128i values = _mm_loadu_si128((const __m128i*)(from + i));
    _mm_storeu_si128((__m128i*)(to + i), _mm_xor_si128(values, zero_point));
  }
}

static inline bool IsBehind(const Source* source, size_t rows, size_t tap) {
  const int8_t* const* pixels = source->pointers + tap * rows;
  const int8_t* const* before = pixels - rows;
  const size_t depth = TapDepth(source->depth);
  size_t row = 0;
  if (rows >= 4) {
    const __m256i first = _mm256_loadu_si256((const __m256i*)before);
    const __m256i behind = _mm256_add_epi64(first, _mm256_set1_epi64x((int64_t)depth));
    const __m256i is_padding =
        _mm256_cmpeq_epi64(first, _mm256_set1_epi64x((intptr_t)source->zero));
    const __m256i is_behind =
        _mm256_cmpeq_epi64(behind, _mm256_loadu_si256((const __m256i*)pixels));
    if (_mm256_movemask_epi8(_mm256_andnot_si256(is_padding, is_behind)) != -1) return false;
    row = 4;
  }
  for (; row < rows; ++row) {
    if (before[row] == source->zero || pixels[row] != before[row] + depth) return false;
  }
  return true;
}

static __attribute__((noinline)) void GatherWindows1(Values* values, const Source* source,
                                                     size_t begin, size_t end) {
  GatherWindows(values->rows[0], source, 1, begin, end);
}

static __attribute__((noinline)) void GatherWindows5(Values* values, const Source* source,
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
    GatherWindows5(values, source, begin, end);
  }
}

ALWAYS_INLINE __m256i SplatFour(const uint8_t* values) {
  int32_t four;
  memcpy(&four, values, sizeof four);
  return _mm256_set1_epi32(four);
}

// Adds the products of `depth` values of each row, a multiple of kDepth, with their weights in the
// first `halves` halves of the columns. Returns the end of the weights.
ALWAYS_INLINE const int8_t* AddRows(Sums* sums, const Values* values, size_t rows, size_t halves,
                                    const int8_t* weights, size_t depth) {
  const __m256i ones = _mm256_set1_epi16(1);
  const uint8_t* first = values->rows[0];
  for (const uint8_t* end = first + depth; first < end; first += kDepth) {
    __m256i columns[2];
    for (size_t h = 0; h < halves; ++h) columns[h] = LoadVector(weights + h * sizeof columns[h]);
    UNROLL for (size_t row = 0; row < rows; ++row) {
      const __m256i four = SplatFour(first + row * kRowBytes);
      UNROLL for (size_t h = 0; h < halves; ++h) {
        const __m256i products = _mm256_madd_epi16(_mm256_maddubs_epi16(four, columns[h]), ones);
        sums[row].half[h] = _mm256_add_epi32(sums[row].half[h], products);
      }
    }
    weights += kColumns * kDepth;
  }
  return weights;
}

// What turns sums into int8 values.
typedef struct {
  __m256 highest;  // less the zero point
  __m256i zero_point, lowest;
} Requantization;

ALWAYS_INLINE Requantization RequantizationOf(const Params* params) {
  const int16_t zero_point = params->fp32_scalar.output_zero_point;
  return (Requantization){_mm256_set1_ps((float)(params->fp32_scalar.output_max - zero_point)),
                          _mm256_set1_epi16(zero_point),
                          _mm256_set1_epi8((char)params->fp32_scalar.output_min)};
}

// Scales the sums and rounds them half to even, as XNNPACK's kernels do.
ALWAYS_INLINE __m256i Requantize(__m256i sums, const int8_t* scales, const Requantization* to) {
  const __m256 real =
      _mm256_mul_ps(_mm256_cvtepi32_ps(sums), _mm256_loadu_ps((const float*)(const void*)scales));
  return _mm256_cvtps_epi32(_mm256_min_ps(real, to->highest));
}

// Columns 0-3, 8-11, 4-7, 12-15 of a row.
ALWAYS_INLINE __m256i ToInt16(const Sums* sums, size_t halves, const int8_t* scales,
                              const Requantization* to) {
  const __m256i low = Requantize(sums->half[0], scales, to);
  const __m256i high = halves == 2 ? Requantize(sums->half[1], scales + sizeof(__m256), to) : low;
  return _mm256_adds_epi16(_mm256_packs_epi32(low, high), to->zero_point);
}

// The columns of two rows, in order.
ALWAYS_INLINE __m256i ToInt8(__m256i first, __m256i second, const Requantization* to) {
  const __m256i in_order = _mm256_setr_epi32(0, 4, 1, 5, 2, 6, 3, 7);
  const __m256i packed = _mm256_max_epi8(_mm256_packs_epi16(first, second), to->lowest);
  return _mm256_permutevar8x32_epi32(packed, in_order);
}

ALWAYS_INLINE void StoreRow(int8_t* output, __m128i values, size_t columns) {
  if (columns >= kColumns) {
    _mm_storeu_si128((__m128i*)output, values);
    return;
  }
  if (columns & 8) {
    _mm_storel_epi64((__m128i*)output, values);
    values = _mm_unpackhi_epi64(values, values);
    output += 8;
  }
  const uint64_t eight = (uint64_t)_mm_cvtsi128_si64(values);
  if (columns & 4) memcpy(output, &eight, 4);
  const uint64_t rest = columns & 4 ? eight >> 32 : eight;
  output += columns & 4;
  if (columns & 2) memcpy(output, &rest, 2);
  if (columns & 1) output[columns & 2] = (int8_t)(rest >> 8 * (columns & 2));
}

// Converts the sums of each row to int8 values and stores the first `columns` of them. Returns the
// end of the scales.
ALWAYS_INLINE const int8_t* StoreRows(const Sums* sums, int8_t* const* outputs, size_t rows,
                                      size_t halves, size_t columns, const int8_t* scales,
                                      const Requantization* to) {
  UNROLL for (size_t row = 0; row < rows; row += 2) {
    const size_t next = row + 1 < rows ? row + 1 : row;
    const __m256i two = ToInt8(ToInt16(&sums[row], halves, scales, to),
                               ToInt16(&sums[next], halves, scales, to), to);
    if (next > row) StoreRow(outputs[next], _mm256_extracti128_si256(two, 1), columns);
    StoreRow(outputs[row], _mm256_castsi256_si128(two), columns);
  }
  return scales + kColumns * sizeof(float);
}

// The row that a tile reads and writes in place of `row`: its last one where it has fewer rows.
ALWAYS_INLINE size_t Existing(size_t row, size_t rows) { return row < rows ? row : rows - 1; }

// The sums of a tile, begun with its biases.
ALWAYS_INLINE const int8_t* StartSums(Sums* sums, size_t rows, size_t halves,
                                      const int8_t* weights) {
  UNROLL for (size_t row = 0; row < rows; ++row) {
    UNROLL for (size_t h = 0; h < halves; ++h) {
      sums[row].half[h] = LoadVector(weights + h * sizeof(__m256i));
    }
  }
  return weights + kColumns * sizeof(int32_t);
}

// What a tile reads and what it is computed with.
typedef struct {
  Source source;
  Requantization to;
  size_t depth;         // of a whole window
  size_t packed_zeros;  // between its weights and the scales
  Values values;
} Tile;

// Computes the next columns of a tile, with `halves` halves of them. Returns the end of their
// weights. A window that is too deep is gathered in parts, anew for these columns.
ALWAYS_INLINE const int8_t* ComputeColumns(Tile* tile, size_t rows, size_t halves, size_t columns,
                                           const int8_t* weights, int8_t* const* outputs) {
  Sums sums[kRows];
  weights = StartSums(sums, rows, halves, weights);
  for (size_t begin = 0; begin < tile->depth; begin += kMost) {
    const size_t rest = tile->depth - begin, part = rest < kMost ? rest : kMost;
    if (tile->depth > kMost) Gather(&tile->values, &tile->source, rows, begin, begin + part);
    weights = AddRows(sums, &tile->values, rows, halves, weights, Rounded(part));
  }
  weights += tile->packed_zeros;
  return StoreRows(sums, outputs, rows, halves, columns, weights, &tile->to);
}

// Where the rows of a tile go.
ALWAYS_INLINE void OutputRows(int8_t** outputs, size_t tile_rows, size_t rows, int8_t* output,
                              size_t row_stride) {
  for (size_t row = 0; row < tile_rows; ++row) {
    outputs[row] = output + Existing(row, rows) * row_stride;
  }
}

ALWAYS_INLINE void MoveRows(int8_t** rows, size_t count, size_t bytes) {
  for (size_t row = 0; row < count; ++row) rows[row] += bytes;
}

ALWAYS_INLINE void Compute(const Source* source, size_t tile_rows, size_t rows, size_t columns,
                           const int8_t* weights, int8_t* output, size_t row_stride,
                           size_t column_stride, const Params* params) {
  Tile tile;
  tile.source = *source;
  tile.to = RequantizationOf(params);
  tile.depth = WindowDepth(source->taps, source->depth);
  tile.packed_zeros = kColumns * PackedZeros(source->taps, source->depth);
  if (tile.depth <= kMost) Gather(&tile.values, source, tile_rows, 0, tile.depth);
  int8_t* outputs[kRows];
  OutputRows(outputs, tile_rows, rows, output, row_stride);
  for (; columns > kHalf; columns -= kColumns) {
    weights = ComputeColumns(&tile, tile_rows, 2, columns, weights, outputs);
    if (columns <= kColumns) return;
    MoveRows(outputs, tile_rows, column_stride);
  }
  ComputeColumns(&tile, tile_rows, 1, columns, weights, outputs);
}

#define DEFINE_KERNELS(TILE_ROWS)                                                                  \
  void glance_narrow_gemm_##TILE_ROWS##x16__avx2(                                                  \
      size_t rows, size_t columns, size_t depth, const int8_t* values, size_t value_stride,        \
      const void* weights, int8_t* output, size_t row_stride, size_t column_stride,                \
      const Params* params) {                                                                      \
    const int8_t* pointers[TILE_ROWS];                                                             \
    for (size_t row = 0; row < TILE_ROWS; ++row) {                                                 \
      pointers[row] = values + Existing(row, rows) * value_stride;                                 \
    }                                                                                              \
    const Source source = {pointers, 1, depth, 0, NULL};                                           \
    Compute(&source, TILE_ROWS, rows, columns, weights, output, row_stride, column_stride,         \
            params);                                                                               \
  }                                                                                                \
  void glance_narrow_igemm_##TILE_ROWS##x16__avx2(                                                 \
      size_t rows, size_t columns, size_t depth, size_t pointer_bytes, const int8_t** pointers,    \
      const void* weights, int8_t* output, size_t row_stride, size_t column_stride, size_t offset, \
      const int8_t* zero, const Params* params) {                                                  \
    const size_t taps = pointer_bytes / sizeof(void*) / TILE_ROWS;                                 \
    const Source source = {pointers, taps, depth, offset, zero};                                   \
    Compute(&source, TILE_ROWS, rows, columns, weights, output, row_stride, column_stride,         \
            params);                                                                               \
  }
DEFINE_KERNELS(1)
DEFINE_KERNELS(5)
