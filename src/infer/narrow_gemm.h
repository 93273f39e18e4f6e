// The switch to the kernels of narrow_gemm.c: narrow_weights.cc sets it, XNNPACK's operators ask.
#pragma once

#include <stdbool.h>

#ifdef __cplusplus
extern "C" {
#endif

// Whether the int8 convolutions and dense layers that are made from now on have weights within
// -64..64.
void glance_use_narrow_gemm(bool narrow);

// What XNNPACK's operators get instead of xnn_init_qs8_qc8w_gemm_config
// (cmake/xnnpack_reached.cmake). They keep what they take of it, not the pointer.
struct xnn_gemm_config;
const struct xnn_gemm_config* glance_qs8_qc8w_gemm_config(void);

#ifdef __cplusplus
}
#endif
