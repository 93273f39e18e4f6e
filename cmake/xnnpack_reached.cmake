# What of XNNPACK the operations of src/infer can reach; nothing else gets into the WebAssembly.
#
# Its nodes pick an operator, and its operators their micro-kernels, packing and parameters (functions
# named xnn_init_NAME_config), by switches over data types that no linker sees through. Where they
# ask for a name that does not stand here, the call is replaced at compile time by the refusal that it
# would give on a machine without such kernels, and all that only it leads to is dropped. Leaving out a
# name that is needed makes Network::Create fail with infer/backend; native-tests/infer runs
# every operation in each of its types.
set(xnnpack_reached_operators
    # conv2d, depthwise_conv2d: float32; int8 by channel
    convolution2d_nhwc_f32 convolution2d_nhwc_qs8_qc8w
    # dense: the same, and int8 weights of float32 values
    fully_connected_nc_f32 fully_connected_nc_qs8_qc8w fully_connected_nc_f32_qc8w
    # max_pool, average_pool with its real padding, global_average_pool
    max_pooling2d_nhwc_f32 max_pooling2d_nhwc_s8
    average_pooling2d_nhwc_f32 constant_pad_nd_x32
    reduce_nd
    # add, multiply; concat; clamp, sigmoid, hard_swish, convert
    binary_elementwise_nd copy_nc_x32 copy_nc_x8 unary_elementwise_nc)

set(xnnpack_reached_configs
    # conv2d, depthwise_conv2d, dense
    f32_gemm f32_gemm_nr2 f32_dwconv f32_vmulcaddc
    qs8_qc8w_gemm qs8_qc8w_dwconv
    f32_qc8w_gemm
    # add, multiply
    f32_vadd f32_vmul qs8_vadd qs8_vmul
    # concat
    xx_copy
    # max_pool, average_pool with its real padding, global_average_pool
    f32_maxpool s8_maxpool
    f32_avgpool f32_pavgpool xx_fill xx_pad
    f32_rsum f32_rdsum
    # clamp, sigmoid (int8 by table), hard_swish
    f32_clamp s8_clamp f32_sigmoid x8_lut f32_hswish
    # convert
    f32_to_qs8_cvt qs8_to_f32_cvt)

# glance_unreached(RESULT PATTERN REACHED HEADER...): the names that PATTERN captures in HEADERs of
# XNNPACK, without those of the list REACHED, each of which must be there.
function(glance_unreached result pattern reached)
  set(every)
  foreach(header IN LISTS ARGN)
    file(READ ${xnnpack_SOURCE_DIR}/${header} declarations)
    string(REGEX MATCHALL "${pattern}" found "${declarations}")
    list(APPEND every ${found})
  endforeach()
  list(TRANSFORM every REPLACE "${pattern}" "\\1")
  foreach(name IN LISTS ${reached})
    if(NOT name IN_LIST every)
      message(FATAL_ERROR "XNNPACK does not declare '${name}' of ${reached}")
    endif()
  endforeach()
  list(REMOVE_DUPLICATES every)
  list(REMOVE_ITEM every ${${reached}})
  set(${result} "${every}" PARENT_SCOPE)
endfunction()

# glance_write_unreached(NAME LINE...) writes the header unreached_NAME.h; its path is xnnpack_unreached_NAME.
function(glance_write_unreached name)
  set(header ${CMAKE_BINARY_DIR}/xnnpack-generated/unreached_${name}.h)
  string(CONCAT lines ${ARGN})
  file(CONFIGURE OUTPUT ${header} CONTENT "${lines}" @ONLY)
  set(xnnpack_unreached_${name} ${header} PARENT_SCOPE)
endfunction()

# Included before the files that ask for configurations: nodes and operators. All binary operations
# have kernels; of the slow reference kernels only those of xnnpack_reference.cc remain.
glance_unreached(names "xnn_init_([a-z0-9_]+)_config\\(" xnnpack_reached_configs
                 src/xnnpack/config.h)
set(lines "#pragma once\n#include <xnnpack/config.h>\n#include <xnnpack/reference-config.h>\n"
          "#define xnn_init_binary_reference_config(...) NULL\n"
          # Names for log messages, which are off; no compiler knows that asking for them does nothing.
          "#include <xnnpack/node-type.h>\n#include <xnnpack/operator-type.h>\n"
          "#define xnn_node_type_to_string(type) \"\"\n"
          "#define xnn_operator_type_to_string(type) \"\"\n")
foreach(name IN LISTS names)
  list(APPEND lines "#define xnn_init_${name}_config() NULL\n")
endforeach()
if(GLANCE_RELAXED_SIMD)
  # src/infer/narrow_gemm.c: kernels for narrow int8 weights, or else XNNPACK's own.
  list(APPEND lines "#include <infer/narrow_gemm.h>\n"
                    "#define xnn_init_qs8_qc8w_gemm_config() glance_qs8_qc8w_gemm_config()\n")
endif()
glance_write_unreached(configs ${lines})

# Included before the files that ask for operators: nodes.
glance_unreached(names "xnn_create_([a-z0-9_]+_n[cdht][a-z0-9_]*)\\(" xnnpack_reached_operators
                 include/xnnpack.h src/xnnpack/internal.h)
set(lines "#pragma once\n#include <xnnpack.h>\n#include <xnnpack/internal.h>\n")
foreach(name IN LISTS names)
  foreach(step create reshape setup)
    list(APPEND lines "#define xnn_${step}_${name}(...) xnn_status_unsupported_hardware\n")
  endforeach()
endforeach()
glance_write_unreached(operators ${lines})

# Included before what runs operators: the shapes of loops over threads. Another one fails when it is run.
set(xnnpack_reached_loops
    1d 1d_tile_1d 2d 2d_with_thread 2d_tile_2d 3d 3d_tile_2d 4d 4d_tile_2d 5d)
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

# The rest is included before the configurations, which name kernels and packing. Where a float32 kernel
# without a clamp, or for ReLU, is NULL, XNNPACK takes the one that clamps: one instruction more for
# each value that is written. 29 KB.
set(lines "#pragma once\n")
foreach(header avgpool dwconv fill gemm igemm lut maxpool pack packw pad pavgpool vunary)
  list(APPEND lines "#include <xnnpack/${header}.h>\n")
endforeach()
foreach(header src/xnnpack/gemm.h src/xnnpack/igemm.h src/f32-dwconv/f32-dwconv-unipass.h)
  file(READ ${xnnpack_SOURCE_DIR}/${header} declarations)
  string(REGEX MATCHALL "xnn_f32_(qc8w_)?(gemm|igemm|dwconv)_(relu_)?ukernel_[a-z0-9_]+" names
         "${declarations}")
  list(REMOVE_DUPLICATES names)
  list(APPEND xnnpack_absent ${names})
endforeach()

# Packing that is asked for by no flag of ours: transposed weights, deconvolutions.
list(APPEND xnnpack_absent
     xnn_pack_f32_gemm_gio_w xnn_pack_qs8_gemm_gio_w xnn_pack_qs8_to_qu8_gemm_gio_w
     xnn_pack_f32_qs8w_gemm_gio_w
     xnn_pack_qs8_weights_and_biases xnn_packed_stride_qs8_weights_and_biases
     xnn_pack_qs8_deconv_goki_w xnn_pack_qs8_to_qu8_deconv_goki_w)
# A dense layer has one row, so of its kernels for int8 weights of float32 values that of one row is run.
foreach(kernel 4x8__wasmsimd_x86_splat 5x8__wasmsimd_arm_splat
               4x8__wasmrelaxedsimd_fma_loadsplat 6x8__wasmrelaxedsimd_fma_splat)
  list(APPEND xnnpack_absent xnn_f32_qc8w_gemm_minmax_ukernel_${kernel})
endforeach()
# Kernels for at most two output channels: no less is computed by those for eight.
foreach(kernel wasmsimd_x86 wasmsimd_arm wasmrelaxedsimd_fma)
  list(APPEND xnnpack_absent xnn_f32_gemm_minmax_ukernel_4x2c4__${kernel}
                             xnn_f32_igemm_minmax_ukernel_4x2c4__${kernel})
endforeach()
list(APPEND xnnpack_absent xnn_x32_packw_gemm_goi_ukernel_x2c4__wasmsimd_u4)
foreach(name IN LISTS xnnpack_absent)
  list(APPEND lines "#define ${name} NULL\n")
endforeach()

# One kernel instead of twins that differ in how they clamp (two instructions a value on the other
# processor), and small ones instead of those that unroll what takes no time: NAME REPLACEMENT...
set(xnnpack_replaced
    xnn_f32_vclamp_ukernel__wasmsimd_arm_u8 xnn_f32_vclamp_ukernel__wasmsimd_x86_u8
    # tables of 256 bytes; packing of dense layers' int8 weights
    xnn_x8_lut_ukernel__scalar_u4 xnn_x8_lut_ukernel__wasmsimd_u32
    xnn_x8_lut_ukernel__wasmpshufb_u32 xnn_x8_lut_ukernel__wasmsimd_u32
    xnn_x8_packw_gemm_goi_ukernel_x8__scalar_u2 xnn_pack_f32_qs8w_gemm_goi_w)
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
while(xnnpack_replaced)
  list(POP_FRONT xnnpack_replaced name replacement)
  list(APPEND lines "#define ${name} ${replacement}\n")
endwhile()
glance_write_unreached(kernels ${lines})
