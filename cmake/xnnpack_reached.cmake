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

# Included before the configurations: of the float32 kernels the ones that clamp do for every activation. Those
# without a clamp, and those for ReLU, do one instruction less for each value that is written, and take
# 23 KB; where they are NULL, XNNPACK takes the ones that clamp.
set(lines "#pragma once\n")
foreach(header IN ITEMS gemm igemm dwconv)
  list(APPEND lines "#include <xnnpack/${header}.h>\n")
  file(READ ${xnnpack_SOURCE_DIR}/src/xnnpack/${header}.h declarations)
  string(REGEX MATCHALL "xnn_f32_(qc8w_)?(gemm|igemm|dwconv)_(relu_)?ukernel_[a-z0-9_]+" names
         "${declarations}")
  list(REMOVE_DUPLICATES names)
  foreach(name IN LISTS names)
    list(APPEND lines "#define ${name} NULL\n")
  endforeach()
endforeach()
glance_write_unreached(kernels ${lines})
