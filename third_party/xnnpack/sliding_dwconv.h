// The depthwise kernels of sliding_dwconv.c for 9 and 25 taps, one for each set of instructions.
// reached.cmake puts them in place of XNNPACK's kernels, whose arguments and packed weights they
// take.
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "xnnpack/microparams.h"

#define GLANCE_DECLARE_DWCONV(NAME)                                                              \
  void glance_qs8_qc8w_dwconv_##NAME(size_t channels, size_t width, const int8_t** pointers,     \
                                     const void* weights, int8_t* output, intptr_t stride_bytes, \
                                     size_t output_gap, size_t offset, const int8_t* zero,       \
                                     const union xnn_qs8_qc8w_conv_minmax_params* params);
GLANCE_DECLARE_DWCONV(9__wasmsimd)
GLANCE_DECLARE_DWCONV(25__wasmsimd)
GLANCE_DECLARE_DWCONV(9__avx2)
GLANCE_DECLARE_DWCONV(25__avx2)
GLANCE_DECLARE_DWCONV(9__avx512skx)
GLANCE_DECLARE_DWCONV(25__avx512skx)
GLANCE_DECLARE_DWCONV(9__avx512vnni)
GLANCE_DECLARE_DWCONV(25__avx512vnni)
