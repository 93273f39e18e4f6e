// Packs the weights of windows for narrow_gemm.c and narrow_gemm_avx2.c: without zeros between
// pixels. Those are before the scales, where XNNPACK expects them.
#pragma once

#include "third_party/xnnpack/narrow_windows.h"
#include "xnnpack/pack.h"

// Of xnn_pack_conv_goki_w_fn's type.
static void PackWindows(size_t groups, size_t columns, size_t taps, size_t depth,
                        size_t tile_columns, size_t kr, size_t sr, const int8_t* weights,
                        const int32_t* biases, const float* scales, void* packed,
                        size_t extra_bytes, const struct xnn_qs8_packing_params* params) {
  if (depth > 1) {
    extra_bytes += tile_columns * PackedZeros(taps, depth);
    depth *= taps;
    taps = 1;
  }
  xnn_pack_qs8_to_qu8_conv_goki_w(groups, columns, taps, depth, tile_columns, kr, sr, weights,
                                  biases, scales, packed, extra_bytes, params);
}
