// Depthwise kernels for XNNPACK, compiled into it in place of its own for WebAssembly and AVX2: 9
// and 25 taps of int8 values, 8 channels at a time along a row of the output. Any weights.
//
// A window is read as columns of 3 (or 5) pixels: XNNPACK gives pointers to them, column by column.
// With stride 1 a column is part of 3 (or 5) windows that lie side by side. It is read once, and
// its products are added to the sums of each of these windows, which stay in registers. XNNPACK's
// kernels read and widen it once for each window.
//
// Two pixels of a column are interleaved, so that one instruction multiplies both with their
// weights and adds the products as int32: the sums are exact, the results those of XNNPACK's
// kernels. Weights are packed as XNNPACK packs them: for each 16 (AVX-512: 32) channels int32
// biases, then the weights of each tap, then float scales. What differs between processors is in
// sliding_dwconv_wasm.h, sliding_dwconv_avx2.h and sliding_dwconv_avx512.h.
#include "third_party/xnnpack/sliding_dwconv.h"

#include <stddef.h>
#include <stdint.h>

#if defined(__wasm__)
#include "third_party/xnnpack/sliding_dwconv_wasm.h"
#elif defined(__AVX512F__)
#include "third_party/xnnpack/sliding_dwconv_avx512.h"
#else
#include "third_party/xnnpack/sliding_dwconv_avx2.h"
#endif

enum {
  kMaxSide = 5,
  kMaxPairs = (kMaxSide + 1) / 2,
  kMaxPointers = 512,  // to pixels, that are completed at a time
};

// A column of a window, or its weights: two pixels a pair, the last one with zeros.
typedef struct {
  Vector pairs[kMaxPairs];
} Column;

typedef union xnn_qs8_qc8w_conv_minmax_params Params;

// Widens kChannels values of each of `side` rows.
ALWAYS_INLINE Column LoadColumn(const int8_t* const* rows, size_t side) {
  Column column;
  UNROLL
  for (size_t row = 0; row + 1 < side; row += 2) {
    column.pairs[row / 2] = LoadPairs(rows[row], rows[row + 1]);
  }
  column.pairs[side / 2] = LoadWithZeros(rows[side - 1]);
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

ALWAYS_INLINE Vector AddProducts(Vector sums, const Column* pixels, const Column* weights,
                                 size_t side) {
  UNROLL
  for (size_t i = 0; i < (side + 1) / 2; ++i) {
    sums = AddDots(sums, pixels->pairs[i], weights->pairs[i]);
  }
  return sums;
}

// What kChannels channels are computed with.
typedef struct {
  Vector biases, scales;
  Column weights[kMaxSide];
  Requantization to;
} Channels;

ALWAYS_INLINE Channels LoadChannels(const int8_t* packed, size_t channel, size_t side,
                                    const Requantization* to) {
  const size_t tile_bytes = kTileChannels * (sizeof(int32_t) + side * side + sizeof(float));
  const size_t in_tile = channel % kTileChannels;
  packed += channel / kTileChannels * tile_bytes;
  Channels chosen = {.biases = LoadNumbers(packed + in_tile * sizeof(int32_t)), .to = *to};
  packed += kTileChannels * sizeof(int32_t);
  UNROLL
  for (size_t x = 0; x < side; ++x) {
    chosen.weights[x] = LoadWeights(packed + x * side * kTileChannels + in_tile, side);
  }
  packed += side * side * kTileChannels;
  chosen.scales = LoadNumbers(packed + in_tile * sizeof(float));
  return chosen;
}

// Where a row of the output is: `width` pixels, `channels` of each.
typedef struct {
  int8_t* values;
  size_t width, pixel_bytes, channels;
} Row;

// With stride 1. sums[i] are those of the window whose last column is i columns further on. The
// first columns fill windows that begin left of the row; those are not stored.
ALWAYS_INLINE void Slide(const int8_t* const* pixels, size_t channel, size_t side,
                         const Channels* chosen, Row row) {
  Vector sums[kMaxSide];
  UNROLL
  for (size_t i = 0; i < side; ++i) sums[i] = chosen->biases;
  const size_t columns = row.width + side - 1;
  for (size_t x = 0; x < columns; ++x) {
    const Column column = LoadPixels(pixels + x * side, channel, side);
    const Vector finished = AddProducts(sums[0], &column, &chosen->weights[side - 1], side);
    UNROLL
    for (size_t i = 1; i < side; ++i) {
      sums[i - 1] = AddProducts(sums[i], &column, &chosen->weights[side - 1 - i], side);
    }
    sums[side - 1] = chosen->biases;
    if (x + 1 < side) continue;
    Store(finished, chosen->scales, &chosen->to, row.values, row.channels);
    row.values += row.pixel_bytes;
  }
}

// Windows that begin `stride` pointers from each other: each column is read for each window.
ALWAYS_INLINE void Jump(const int8_t* const* pixels, size_t stride, size_t channel, size_t side,
                        const Channels* chosen, Row row) {
  for (size_t x = 0; x < row.width; ++x) {
    Vector sums = chosen->biases;
    UNROLL
    for (size_t i = 0; i < side; ++i) {
      const Column column = LoadPixels(pixels + i * side, channel, side);
      sums = AddProducts(sums, &column, &chosen->weights[i], side);
    }
    Store(sums, chosen->scales, &chosen->to, row.values, row.channels);
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
      const Channels chosen = LoadChannels(weights, channel, side, &to);
      const Row row = {output + channel, part, pixel_bytes, channels - channel};
      if (stride == side) {
        Slide(pixels, channel, side, &chosen, row);
      } else {
        Jump(pixels, stride, channel, side, &chosen, row);
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
  void KERNEL(TAPS)(size_t channels, size_t width, const int8_t** pointers, const void* weights, \
                    int8_t* output, intptr_t stride_bytes, size_t output_gap, size_t offset,     \
                    const int8_t* zero, const Params* params) {                                  \
    Compute(SIDE, channels, width, pointers, weights, output,                                    \
            (size_t)stride_bytes / sizeof(void*), channels + output_gap, offset, zero, params);  \
  }
DEFINE_KERNEL(9, 3)
DEFINE_KERNEL(25, 5)
