# What is cut from the files that reached.cmake keeps, to make the WebAssembly smaller. Each cut says what it costs in time,
# where it costs any.

# --- loops over threads: the header is included before operator-run.c -------------------------------
# Operators run on pthreadpool, whose loops differ in their number of dimensions. A loop that is missing here fails when it
# is run.
set(xnnpack_reached_loops
    1d 1d_tile_1d 2d 2d_with_thread 2d_tile_1d 2d_tile_2d 3d 3d_tile_2d 4d 4d_tile_2d 5d)
set(pthreadpool_header ${pthreadpool_SOURCE_DIR}/include/pthreadpool.h)
file(RELATIVE_PATH pthreadpool_header ${xnnpack_SOURCE_DIR} ${pthreadpool_header})
glance_unreached(names "pthreadpool_parallelize_([a-z0-9_]+)\\(" xnnpack_reached_loops
                 ${pthreadpool_header})
set(lines "#pragma once\n#include <pthreadpool.h>\n")
foreach(name IN LISTS names)
  list(APPEND lines
       "#define pthreadpool_parallelize_${name}(...) return xnn_status_unsupported_hardware\n")
endforeach()
glance_write_unreached(loops ${lines})

# --- micro-kernels and packing that configurations name --------------------------------------------
# float32 kernels without a clamp or with ReLU. XNNPACK then takes the kernel that clamps: one more instruction for each
# value that is written. 29 KB.
foreach(header src/xnnpack/gemm.h src/xnnpack/igemm.h src/f32-dwconv/f32-dwconv-unipass.h)
  file(READ ${xnnpack_SOURCE_DIR}/${header} declarations)
  string(REGEX MATCHALL "xnn_f32_(qc8w_)?(gemm|igemm|dwconv)_(relu_)?ukernel_[a-z0-9_]+" names
         "${declarations}")
  list(REMOVE_DUPLICATES names)
  list(APPEND xnnpack_absent ${names})
endforeach()

# Packing for flags that src/infer never sets: transposed weights, deconvolutions.
list(APPEND xnnpack_absent
     xnn_pack_f32_gemm_gio_w xnn_pack_qs8_gemm_gio_w xnn_pack_qs8_to_qu8_gemm_gio_w
     xnn_pack_f32_qs8w_gemm_gio_w
     xnn_pack_qs8_weights_and_biases xnn_packed_stride_qs8_weights_and_biases
     xnn_pack_qs8_deconv_goki_w xnn_pack_qs8_to_qu8_deconv_goki_w)
# int8 weights of float32 values occur in dense layers only. Those have one row, so only the kernel for one row runs.
foreach(kernel 4x8__wasmsimd_x86_splat 5x8__wasmsimd_arm_splat
               4x8__wasmrelaxedsimd_fma_loadsplat 6x8__wasmrelaxedsimd_fma_splat)
  list(APPEND xnnpack_absent xnn_f32_qc8w_gemm_minmax_ukernel_${kernel})
endforeach()
# Kernels for at most two output channels. Those for eight channels take no longer.
foreach(kernel wasmsimd_x86 wasmsimd_arm wasmrelaxedsimd_fma)
  list(APPEND xnnpack_absent xnn_f32_gemm_minmax_ukernel_4x2c4__${kernel}
                             xnn_f32_igemm_minmax_ukernel_4x2c4__${kernel})
endforeach()
list(APPEND xnnpack_absent xnn_x32_packw_gemm_goi_ukernel_x2c4__wasmsimd_u4)
# Transposition of elements that are not of four bytes.
list(APPEND xnnpack_absent
     xnn_x8_transposec_ukernel__16x16_reuse_mov_wasmsimd xnn_x16_transposec_ukernel__8x8_reuse_mov_wasmsimd
     xnn_x24_transposec_ukernel__1x2_scalar xnn_x64_transposec_ukernel__4x2_scalar_int)

# Pairs NAME REPLACEMENT. XNNPACK has twins of kernels that clamp in the way that suits ARM or x86; one of them serves both,
# for two more instructions a value on the other processor. Large kernels that unroll loops of no importance give way to
# small ones.
set(xnnpack_replaced
    xnn_f32_vclamp_ukernel__wasmsimd_arm_u8 xnn_f32_vclamp_ukernel__wasmsimd_x86_u8
    # the frame of padded pictures; packing of float32 weights, once a model
    xnn_xx_fill_ukernel__wasmsimd_u64 xnn_xx_fill_ukernel__scalar_u16
    xnn_x32_packw_gemm_goi_ukernel_x8__wasmsimd_u4 xnn_pack_f32_gemm_goi_w
    # tables of 256 bytes; packing of dense layers' int8 weights
    xnn_x8_lut_ukernel__scalar_u4 xnn_x8_lut_ukernel__wasmsimd_u32
    xnn_x8_lut_ukernel__wasmpshufb_u32 xnn_x8_lut_ukernel__wasmsimd_u32
    xnn_x8_packw_gemm_goi_ukernel_x8__scalar_u2 xnn_pack_f32_qs8w_gemm_goi_w
    # gelu, elu and softmax of 4 values at once
    xnn_f32_vgelu_ukernel__wasmsimd_rational_12_10_div_u12
    xnn_f32_vgelu_ukernel__wasmsimd_rational_12_10_div_u4
    xnn_f32_velu_ukernel__wasmsimd_arm_rr2_p6_u20 xnn_f32_velu_ukernel__wasmsimd_x86_rr2_p6_u4
    xnn_f32_velu_ukernel__wasmsimd_x86_rr2_p6_u20 xnn_f32_velu_ukernel__wasmsimd_x86_rr2_p6_u4
    xnn_f32_velu_ukernel__wasmrelaxedsimd_fma_rr2_p6_u24 xnn_f32_velu_ukernel__wasmsimd_x86_rr2_p6_u4
    xnn_f32_raddstoreexpminusmax_ukernel__wasmsimd_rr2_p5_u16_acc2
    xnn_f32_raddstoreexpminusmax_ukernel__wasmsimd_rr2_p5_u4
    xnn_f32_raddstoreexpminusmax_ukernel__wasmrelaxedsimd_rr2_p5_u16_acc2
    xnn_f32_raddstoreexpminusmax_ukernel__wasmsimd_rr2_p5_u4
    xnn_f32_rmax_ukernel__wasmsimd_pminmax_u16_acc4 xnn_f32_rmax_ukernel__wasmsimd_pminmax_u4)
if(GLANCE_RELAXED_SIMD)
  list(APPEND xnnpack_replaced xnn_f32_qc8w_gemm_minmax_ukernel_1x8__wasmsimd_arm_splat
                               xnn_f32_qc8w_gemm_minmax_ukernel_1x8__wasmrelaxedsimd_fma_loadsplat)
else()
  list(APPEND xnnpack_replaced xnn_f32_qc8w_gemm_minmax_ukernel_1x8__wasmsimd_arm_splat
                               xnn_f32_qc8w_gemm_minmax_ukernel_1x8__wasmsimd_x86_splat)
endif()
foreach(pool maxpool_minmax_ukernel_9p8x avgpool_minmax_ukernel_9x avgpool_minmax_ukernel_9p8x
             pavgpool_minmax_ukernel_9x pavgpool_minmax_ukernel_9p8x)
  list(APPEND xnnpack_replaced
       xnn_f32_${pool}__wasmsimd_arm_c4 xnn_f32_${pool}__wasmsimd_x86_c4)
endforeach()

list(REMOVE_ITEM xnnpack_reached_kernels ${xnnpack_absent})
foreach(name IN LISTS xnnpack_absent)
  list(APPEND xnnpack_unreached_kernel_lines "#define ${name} NULL\n")
endforeach()
while(xnnpack_replaced)
  list(POP_FRONT xnnpack_replaced name replacement)
  list(APPEND xnnpack_reached_kernels ${replacement})
  list(REMOVE_ITEM xnnpack_reached_kernels ${name})
  list(APPEND xnnpack_unreached_kernel_lines "#define ${name} ${replacement}\n")
endwhile()
# Packing for kernels that other processors have. It takes longer to compile than all else together.
list(FILTER xnnpack_reached_kernels EXCLUDE REGEX "_packw_gemm_goi_ukernel_x64")
glance_write_unreached(kernels ${xnnpack_unreached_kernel_lines})
