// How narrow_gemm.c and narrow_gemm_avx2.c read windows. The values of a tile's rows are gathered
// first, window by window, and moved from -128..127 to 0..255, once for all columns. In memory the
// pixels of an image's row lie side by side: where they have few channels, as in the first layer,
// most of a window is a few pieces, and 7 x 7 pixels of 3 channels are 148 values instead of 49
// x 4.
#pragma once

#include <stddef.h>
#include <stdint.h>

enum {
  kDepth = 4,    // values of a row that are multiplied at once
  kMost = 2304,  // that are gathered at once: 3 x 3 pixels of 256 channels
  kRowBytes = kMost + 48,
};

// Where a tile's values are: in `taps` pixels of a window, a pointer to each for each row, `depth`
// in each. Each pointer but `zero`, which points to padding, is `offset` bytes too small.
typedef struct {
  const int8_t* const* pointers;
  size_t taps, depth, offset;
  const int8_t* zero;
} Source;

static inline size_t Rounded(size_t depth) { return (depth + kDepth - 1) / kDepth * kDepth; }

// The values of a pixel. XNNPACK packs windows with a single channel by another function, which
// leaves zeros between pixels.
static inline size_t TapDepth(size_t depth) { return depth == 1 ? kDepth : depth; }

// How many weights of a column are packed for a window, without the zeros before the scales.
static inline size_t WindowDepth(size_t taps, size_t depth) { return taps * TapDepth(depth); }

// How many zeros of a column are packed before the scales: XNNPACK rounds each pixel up.
static inline size_t PackedZeros(size_t taps, size_t depth) {
  return taps * Rounded(depth) - Rounded(WindowDepth(taps, depth));
}
