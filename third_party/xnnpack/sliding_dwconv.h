// The depthwise kernels of sliding_dwconv.c. wasm.cmake puts them in place of XNNPACK's kernels for
// 9 and 25 taps, whose arguments and packed weights they take.
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "xnnpack/microparams.h"

void glance_qs8_qc8w_dwconv_9(size_t channels, size_t width, const int8_t** pointers,
                              const void* weights, int8_t* output, intptr_t stride_bytes,
                              size_t output_gap, size_t offset, const int8_t* zero,
                              const union xnn_qs8_qc8w_conv_minmax_params* params);
void glance_qs8_qc8w_dwconv_25(size_t channels, size_t width, const int8_t** pointers,
                               const void* weights, int8_t* output, intptr_t stride_bytes,
                               size_t output_gap, size_t offset, const int8_t* zero,
                               const union xnn_qs8_qc8w_conv_minmax_params* params);
