# What Glance uses of XNNPACK, natively and in WebAssembly. Everything else is neither compiled nor linked.
#
# Edit only the two lists below. They name the operators that the nodes of src/infer create, and the configurations that
# those operators ask for (`xnn_init_NAME_config`): tables of micro-kernels, one for each data type. The rest follows:
# - A micro-kernel is compiled when the function that fills one of these configurations names it.
# - XNNPACK picks operators and configurations in switches over data types, and no linker can see which cases never
#   happen. Headers included before its sources therefore replace calls for any other name by the answer that XNNPACK gives
#   on a machine without such kernels.
#
# When a needed name is missing here, Network::Create fails with infer/backend. native-tests/infer runs every operation in
# each of its types, so it notices.
set(xnnpack_reached_operators
    # conv2d, depthwise_conv2d: float32; int8 with a scale for each channel
    convolution2d_nhwc_f32 convolution2d_nhwc_qs8_qc8w
    # dense: the same, and int8 weights of float32 values
    fully_connected_nc_f32 fully_connected_nc_qs8_qc8w fully_connected_nc_f32_qc8w
    # max_pool, average_pool with its real padding, global_average_pool
    max_pooling2d_nhwc_f32 max_pooling2d_nhwc_s8
    average_pooling2d_nhwc_f32 constant_pad_nd_x32
    reduce_nd
    # add, multiply, power; concat; clamp, sigmoid, hard_swish, l2_normalize, gelu, elu, convert
    binary_elementwise_nd copy_nc_x32 copy_nc_x8 unary_elementwise_nc
    # rearrange, slice, softmax, matmul
    transpose_nd_x32 slice_nd_x32 softmax_nc_f32 batch_matrix_multiply_nc_f32)

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
    # l2_normalize, layer_norm, group_norm
    f32_rsqrt
    # gelu, elu
    f32_gelu f32_elu
    # rearrange, softmax
    transpose f32_rmax f32_raddstoreexpminusmax
    # convert
    f32_to_qs8_cvt qs8_to_f32_cvt)

# glance_unreached(RESULT PATTERN REACHED HEADER...): the names that PATTERN captures in XNNPACK's HEADERs, without those
# in the list REACHED. Fails when a name in REACHED is in no header.
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

# glance_write_unreached(NAME LINE...) writes the header unreached_NAME.h and puts its path into xnnpack_unreached_NAME.
function(glance_write_unreached name)
  set(header ${CMAKE_BINARY_DIR}/xnnpack-generated/unreached_${name}.h)
  string(CONCAT lines ${ARGN})
  file(CONFIGURE OUTPUT ${header} CONTENT "${lines}" @ONLY)
  set(xnnpack_unreached_${name} ${header} PARENT_SCOPE)
endfunction()

# --- configurations: the header is included before nodes and operators ------------------------------
# Of the slow reference kernels only those in reference.cc remain.
glance_unreached(names "xnn_init_([a-z0-9_]+)_config\\(" xnnpack_reached_configs
                 src/xnnpack/config.h)
set(lines "#pragma once\n#include <xnnpack/config.h>\n#include <xnnpack/reference-config.h>\n")
foreach(name IN LISTS names)
  list(APPEND lines "#define xnn_init_${name}_config() NULL\n")
endforeach()
if(EMSCRIPTEN)
  # Names for log messages. Logging is off, but the compiler cannot know that looking them up has no effect.
  list(APPEND lines "#include <xnnpack/node-type.h>\n#include <xnnpack/operator-type.h>\n"
                    "#define xnn_node_type_to_string(type) \"\"\n"
                    "#define xnn_operator_type_to_string(type) \"\"\n")
endif()
if(NOT EMSCRIPTEN AND CMAKE_SYSTEM_PROCESSOR MATCHES "x86_64|AMD64")
  set(glance_x86 YES)
endif()
if(GLANCE_RELAXED_SIMD OR glance_x86)
  # Our kernels for narrow int8 weights, registered: they stand in for XNNPACK's when narrow_gemm.c or, natively,
  # narrow_gemm_native.c finds them faster.
  list(APPEND lines "#include <third_party/xnnpack/narrow_gemm.h>\n"
                    "#define xnn_init_qs8_qc8w_gemm_config() glance_qs8_qc8w_gemm_config()\n")
endif()
glance_write_unreached(configs ${lines})

# --- operators: the header is included before nodes -------------------------------------------------
glance_unreached(names "xnn_create_([a-z0-9_]+_n[cdht][a-z0-9_]*|pack_lh_x32)\\(" xnnpack_reached_operators
                 include/xnnpack.h src/xnnpack/internal.h)
set(lines "#pragma once\n#include <xnnpack.h>\n#include <xnnpack/internal.h>\n")
foreach(name IN LISTS names)
  foreach(step create reshape setup)
    list(APPEND lines "#define xnn_${step}_${name}(...) xnn_status_unsupported_hardware\n")
  endforeach()
endforeach()
glance_write_unreached(operators ${lines})

# --- micro-kernels: the header is included before configurations ------------------------------------
# xnnpack_reached_kernels: those that a reached configuration names, for any processor.
file(GLOB xnnpack_config_files ${xnnpack_SOURCE_DIR}/src/configs/*.c)
set(xnnpack_config_text)
foreach(file IN LISTS xnnpack_config_files)
  file(READ ${file} text)
  string(APPEND xnnpack_config_text "${text}")
endforeach()
set(kernel_pattern "xnn_[a-z0-9_]*ukernel_[a-z0-9_]+")
set(xnnpack_reached_kernels)
foreach(name IN LISTS xnnpack_reached_configs)
  set(opening "static void init_${name}_config(void) {")
  string(FIND "${xnnpack_config_text}" "${opening}" start)
  if(start EQUAL -1)
    message(FATAL_ERROR "no file in XNNPACK's src/configs has '${opening}'")
  endif()
  string(SUBSTRING "${xnnpack_config_text}" ${start} -1 rest)
  string(FIND "${rest}" "\n}\n" end)
  string(SUBSTRING "${rest}" 0 ${end} body)
  string(REGEX MATCHALL "${kernel_pattern}" kernels "${body}")
  list(APPEND xnnpack_reached_kernels ${kernels})
endforeach()
list(REMOVE_DUPLICATES xnnpack_reached_kernels)

set(xnnpack_unreached_kernel_lines "#pragma once\n")
string(REGEX MATCHALL "#include \"xnnpack/[a-z0-9-]+\\.h\"" headers "${xnnpack_config_text}")
list(REMOVE_DUPLICATES headers)
foreach(header IN LISTS headers)
  list(APPEND xnnpack_unreached_kernel_lines "${header}\n")
endforeach()
string(REGEX MATCHALL "${kernel_pattern}" kernels "${xnnpack_config_text}")
list(REMOVE_DUPLICATES kernels)
list(FILTER kernels EXCLUDE REGEX "_fn$") # types of functions
list(REMOVE_ITEM kernels ${xnnpack_reached_kernels})
foreach(name IN LISTS kernels)
  list(APPEND xnnpack_unreached_kernel_lines "#define ${name} NULL\n")
endforeach()

# Our depthwise kernels in place of XNNPACK's of the same tile, whose packed weights they read.
list(APPEND xnnpack_unreached_kernel_lines "#include <third_party/xnnpack/sliding_dwconv.h>\n")
foreach(taps 9 25)
  set(theirs xnn_qs8_qc8w_dwconv_minmax_fp32_ukernel_${taps}p)
  set(ours glance_qs8_qc8w_dwconv_${taps})
  if(EMSCRIPTEN)
    set(names ${theirs}16c__wasmsimd_mul16_add16)
    list(APPEND xnnpack_unreached_kernel_lines "#define ${names} ${ours}__wasmsimd\n")
  elseif(glance_x86)
    set(names ${theirs}16c__avx2_mul32 ${theirs}32c__avx512skx_mul32)
    list(APPEND xnnpack_unreached_kernel_lines
         "#define ${theirs}16c__avx2_mul32 ${ours}__avx2\n"
         "#define ${theirs}32c__avx512skx_mul32 (xnn_init_hardware_config()->use_x86_avx512vnni \\\n"
         "  ? ${ours}__avx512vnni : ${ours}__avx512skx)\n")
  else()
    set(names "")
  endif()
  list(REMOVE_ITEM xnnpack_reached_kernels ${names} "")
endforeach()

# --- which files that are -----------------------------------------------------------------------
list(TRANSFORM xnnpack_reached_configs REPLACE "(.+)" "xnn_init_\\1_config" OUTPUT_VARIABLE names)
glance_files_that_name(xnnpack_config_files names ${xnnpack_config_files})
list(APPEND xnnpack_config_files ${xnnpack_SOURCE_DIR}/src/configs/hardware-config.c)
list(REMOVE_DUPLICATES xnnpack_config_files)

file(GLOB xnnpack_operator_files ${xnnpack_SOURCE_DIR}/src/operators/*.c)
list(TRANSFORM xnnpack_reached_operators PREPEND xnn_create_ OUTPUT_VARIABLE names)
glance_files_that_name(xnnpack_operator_files names ${xnnpack_operator_files})
