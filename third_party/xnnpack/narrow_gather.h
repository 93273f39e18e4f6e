// Gathers the values of windows, as narrow_windows.h says. narrow_gemm.c and narrow_gemm_avx2.c
// include it and define CopyMoved and IsBehind for their vectors.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "third_party/xnnpack/narrow_windows.h"

// Copies values, moved by 128. May read 15 bytes and write 15 bytes more.
static inline void CopyMoved(uint8_t* to, const int8_t* from, size_t bytes);

// Whether in each row pixel `tap` of the window lies behind the pixel before it, and so in one
// piece with it. Padding does not, whatever lies behind it.
static inline bool IsBehind(const Source* source, size_t rows, size_t tap);

// Gathers values begin to end of each row's window, pixels that lie side by side at once.
static inline void GatherWindows(uint8_t* values, const Source* source, size_t rows, size_t begin,
                                 size_t end) {
  const size_t depth = TapDepth(source->depth);
  size_t tap = begin > 0 ? begin / depth : 0;
  size_t within = begin - tap * depth;
  for (size_t at = 0; at < end - begin; within = 0) {
    const int8_t* const* first = source->pointers + tap * rows;
    size_t bytes = depth - within;
    for (++tap; tap < source->taps && IsBehind(source, rows, tap); ++tap) bytes += depth;
    if (bytes > end - begin - at) bytes = end - begin - at;
    for (size_t row = 0; row < rows; ++row) {
      const int8_t* from = first[row] + (first[row] == source->zero ? 0 : source->offset);
      CopyMoved(values + row * kRowBytes + at, from + within, bytes);
    }
    at += bytes;
  }
}
