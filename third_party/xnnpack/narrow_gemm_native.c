// Chooses between XNNPACK's int8 matrix kernels and those of narrow_gemm_avx2.c on this processor.
// Compiled for every x86-64 processor, unlike the kernels.
#include "third_party/xnnpack/narrow_gemm.h"
#include "third_party/xnnpack/narrow_gemm_avx2.h"
#include "third_party/xnnpack/narrow_packing.h"
#include "xnnpack/config.h"
#include "xnnpack/hardware-config.h"
#include "xnnpack/microfnptr.h"
#include "xnnpack/microparams-init.h"

enum { kRows = 5, kColumns = 16, kLog2Depth = 2 };  // the tile of narrow_gemm_avx2.c

#define GEMM(kernel)                             \
  {                                              \
    .function = {(xnn_gemm_ukernel_fn)(kernel) } \
  }
#define IGEMM(kernel)                             \
  {                                               \
    .function = {(xnn_igemm_ukernel_fn)(kernel) } \
  }

static const struct xnn_gemm_config kNarrowConfig = {
    .minmax.gemm[0] = GEMM(glance_narrow_gemm_1x16__avx2),
    .minmax.gemm[kRows - 1] = GEMM(glance_narrow_gemm_5x16__avx2),
    .minmax.igemm[0] = IGEMM(glance_narrow_igemm_1x16__avx2),
    .minmax.igemm[kRows - 1] = IGEMM(glance_narrow_igemm_5x16__avx2),
    .init.qs8_qc8w = xnn_init_qs8_qc8w_conv_minmax_fp32_scalar_params,
    .pack_gemm_goi = (xnn_packw_gemm_goi_ukernel_fn)xnn_pack_qs8_to_qu8_gemm_goi_w,
    .pack_igemm_goki = (xnn_pack_conv_goki_w_fn)PackWindows,
    .pack_igemm_kgo = (xnn_pack_conv_kgo_w_fn)xnn_pack_qs8_to_qu8_conv_kgo_w,
    .mr = kRows,
    .nr = kColumns,
    .log2_kr = kLog2Depth,
};

// Several threads may create networks at once.
static _Thread_local bool narrow_weights = false;

void glance_use_narrow_gemm(bool narrow) { narrow_weights = narrow; }

// One instruction for sums of four int8 products does more than the three that narrow weights need.
static bool HasVnni(const struct xnn_hardware_config* hardware) {
  return hardware->use_x86_avxvnni || hardware->use_x86_avx512vnni;
}

const struct xnn_gemm_config* glance_qs8_qc8w_gemm_config(void) {
  const struct xnn_hardware_config* hardware = xnn_init_hardware_config();
  const bool is_faster = hardware != NULL && hardware->use_x86_avx2 && !HasVnni(hardware);
  if (!narrow_weights || !is_faster) return xnn_init_qs8_qc8w_gemm_config();
  return &kNarrowConfig;
}
