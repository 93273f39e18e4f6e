// The kernels of narrow_gemm_avx2.c, with XNNPACK's parameters: xnn_qs8_qc8w_gemm_minmax_ukernel_fn
// and xnn_qs8_qc8w_igemm_minmax_ukernel_fn in its microfnptr.h. Their names end as XNNPACK's do.
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "xnnpack/microparams.h"

#define GLANCE_DECLARE_NARROW(TILE_ROWS)                                                          \
  void glance_narrow_gemm_##TILE_ROWS##x16__avx2(                                                 \
      size_t rows, size_t columns, size_t depth, const int8_t* values, size_t value_stride,       \
      const void* packed, int8_t* output, size_t row_stride, size_t column_stride,                \
      const union xnn_qs8_qc8w_conv_minmax_params* params);                                       \
  void glance_narrow_igemm_##TILE_ROWS##x16__avx2(                                                \
      size_t rows, size_t columns, size_t depth, size_t pointer_bytes, const int8_t** pointers,   \
      const void* packed, int8_t* output, size_t row_stride, size_t column_stride, size_t offset, \
      const int8_t* zero, const union xnn_qs8_qc8w_conv_minmax_params* params);
GLANCE_DECLARE_NARROW(1)
GLANCE_DECLARE_NARROW(5)
