// The switch to the matrix kernels of narrow_gemm.c (WebAssembly) and narrow_gemm_avx2.c
// (natively). src/infer/narrow_weights.cc sets it while it creates a network, and XNNPACK's
// operators read it: reached.cmake makes them call glance_qs8_qc8w_gemm_config instead of
// xnn_init_qs8_qc8w_gemm_config.
#pragma once

#include <stdbool.h>

#ifdef __cplusplus
extern "C" {
#endif

// Says whether the int8 convolutions and dense layers created from now on have weights within
// -64..64. Natively for the calling thread only.
void glance_use_narrow_gemm(bool narrow);

// Our kernels when weights are narrow, this engine or processor computes them exactly and XNNPACK
// has no faster ones; otherwise XNNPACK's. Operators copy what they need of it.
struct xnn_gemm_config;
const struct xnn_gemm_config* glance_qs8_qc8w_gemm_config(void);

#ifdef __cplusplus
}
#endif
