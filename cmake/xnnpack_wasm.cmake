# XNNPACK for WebAssembly SIMD. Its own build files of this version have no branch for Emscripten,
# so the target is made here from its file lists: the portable sources plus the production
# micro-kernels of scalar, wasm and wasmsimd (and wasmrelaxedsimd when asked for).
option(GLANCE_RELAXED_SIMD "Use relaxed SIMD instructions" OFF)
option(GLANCE_WASM_THREADS "Use shared memory and a thread pool" OFF)

set(wasm_flags -msimd128)
if(GLANCE_RELAXED_SIMD)
  list(APPEND wasm_flags -mrelaxed-simd)
endif()
if(GLANCE_WASM_THREADS)
  list(APPEND wasm_flags -pthread)
endif()
add_compile_options(${wasm_flags})
add_link_options(${wasm_flags})

# --- pthreadpool -------------------------------------------------------------------------------
if(GLANCE_WASM_THREADS)
  set(pthreadpool_sources legacy-api.c memory.c portable-api.c pthreads.c)
else()
  set(pthreadpool_sources legacy-api.c shim.c)
endif()
list(TRANSFORM pthreadpool_sources PREPEND ${pthreadpool_SOURCE_DIR}/src/)
add_library(pthreadpool STATIC ${pthreadpool_sources})
target_include_directories(
  pthreadpool SYSTEM
  PUBLIC ${pthreadpool_SOURCE_DIR}/include
  PRIVATE ${pthreadpool_SOURCE_DIR}/src ${fxdiv_SOURCE_DIR}/include)
target_compile_definitions(pthreadpool PRIVATE PTHREADPOOL_USE_CPUINFO=0
                                               PTHREADPOOL_USE_CONDVAR=1)
target_compile_options(pthreadpool PRIVATE -w)

# --- XNNPACK -----------------------------------------------------------------------------------
set(xnnpack_kernel_sets SCALAR WASM WASMSIMD)
if(GLANCE_RELAXED_SIMD)
  list(APPEND xnnpack_kernel_sets WASMRELAXEDSIMD)
endif()
include(${CMAKE_CURRENT_LIST_DIR}/xnnpack_batches.cmake)
set(xnnpack_kernels)
foreach(kernel_set IN LISTS xnnpack_kernel_sets)
  string(TOLOWER ${kernel_set} file)
  include(${xnnpack_SOURCE_DIR}/cmake/gen/${file}_microkernels.cmake)
  set(kernels ${PROD_${kernel_set}_MICROKERNEL_SRCS})
  if(NOT GLANCE_RELAXED_SIMD)
    # Dot-product kernels are written with relaxed SIMD instructions, whichever list they stand in.
    list(FILTER kernels EXCLUDE REGEX "usdot|sdot|pshufb")
  endif()
  # Packing for kernels that other processors have; one takes longer to compile than all else.
  list(FILTER kernels EXCLUDE REGEX "packw-x64")
  list(TRANSFORM kernels PREPEND ${xnnpack_SOURCE_DIR}/)
  glance_batch(batches ${file} ${kernels})
  list(APPEND xnnpack_kernels ${batches})
endforeach()
if(GLANCE_RELAXED_SIMD)
  list(APPEND xnnpack_kernels ${PROJECT_SOURCE_DIR}/src/infer/narrow_gemm.c)
endif()

include(${CMAKE_CURRENT_LIST_DIR}/xnnpack_reached.cmake)
file(GLOB xnnpack_nodes ${xnnpack_SOURCE_DIR}/src/subgraph/*.c)
file(GLOB xnnpack_operators ${xnnpack_SOURCE_DIR}/src/*.c ${xnnpack_SOURCE_DIR}/src/operators/*.c)
file(GLOB xnnpack_configs ${xnnpack_SOURCE_DIR}/src/configs/*.c ${xnnpack_SOURCE_DIR}/src/enums/*.c
     ${xnnpack_SOURCE_DIR}/src/tables/*.c)
set(xnnpack_references ${xnnpack_SOURCE_DIR}/src/reference/packing.cc
                       ${CMAKE_CURRENT_LIST_DIR}/xnnpack_reference.cc)

# All but the micro-kernels: small is better than fast.
set(xnnpack_node_options -Oz -include ${xnnpack_unreached_operators}
                         -include ${xnnpack_unreached_configs})
set(xnnpack_operator_options -Oz -include ${xnnpack_unreached_configs})
set_source_files_properties(${xnnpack_nodes} PROPERTIES COMPILE_OPTIONS "${xnnpack_node_options}")
set_source_files_properties(
  ${xnnpack_operators} PROPERTIES COMPILE_OPTIONS "${xnnpack_operator_options}")
set_property(SOURCE ${xnnpack_SOURCE_DIR}/src/operator-run.c APPEND
             PROPERTY COMPILE_OPTIONS -include ${xnnpack_unreached_loops})
set_source_files_properties(
  ${xnnpack_configs} PROPERTIES COMPILE_OPTIONS "-Oz;-include;${xnnpack_unreached_kernels}")
set_source_files_properties(${xnnpack_references} PROPERTIES COMPILE_OPTIONS -Oz)

# Two sources include arm_neon.h without need; and the weights cache's build identifier is a file
# that XNNPACK's own build generates.
set(xnnpack_generated_dir ${CMAKE_BINARY_DIR}/xnnpack-generated)
file(CONFIGURE OUTPUT ${xnnpack_generated_dir}/arm_neon.h
     CONTENT "#include <wasm_simd128.h>\n")
file(CONFIGURE OUTPUT ${xnnpack_generated_dir}/build_identifier.c CONTENT [=[
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

static const uint8_t kIdentifier[] = "glance-xnnpack-4ea82e5";
size_t xnn_experimental_get_build_identifier_size(void) { return sizeof kIdentifier; }
const void* xnn_experimental_get_build_identifier_data(void) { return kIdentifier; }
bool xnn_experimental_check_build_identifier(const void* data, size_t size) {
  return size == sizeof kIdentifier && memcmp(data, kIdentifier, size) == 0;
}
]=])

add_library(
  XNNPACK STATIC ${xnnpack_nodes} ${xnnpack_operators} ${xnnpack_configs} ${xnnpack_references}
                 ${xnnpack_kernels} ${xnnpack_generated_dir}/build_identifier.c)
target_include_directories(
  XNNPACK SYSTEM
  PUBLIC ${xnnpack_SOURCE_DIR}/include
  PRIVATE ${PROJECT_SOURCE_DIR}/src ${xnnpack_SOURCE_DIR} ${xnnpack_SOURCE_DIR}/src
          ${xnnpack_generated_dir}
          ${fxdiv_SOURCE_DIR}/include ${fp16_SOURCE_DIR}/include)
target_link_libraries(XNNPACK PUBLIC pthreadpool)
target_compile_options(XNNPACK PRIVATE -w -fno-math-errno)
set(xnnpack_disabled
    ARM_FP16_SCALAR ARM_FP16_VECTOR ARM_BF16 ARM_DOTPROD ARM_I8MM ARM_SME ARM_SME2 RISCV_VECTOR
    RISCV_FP16_VECTOR VSX HVX KLEIDIAI ASSEMBLY AVXVNNI AVXVNNIINT8 AVX256SKX AVX256VNNI
    AVX256VNNIGFNI AVX512F AVX512SKX AVX512VBMI AVX512VNNI AVX512VNNIGFNI AVX512AMX AVX512FP16
    CPUINFO DWCONV_MULTIPASS SPARSE)
list(TRANSFORM xnnpack_disabled REPLACE "(.+)" "XNN_ENABLE_\\1=0")
target_compile_definitions(
  XNNPACK
  PRIVATE ${xnnpack_disabled} XNN_ENABLE_MEMOPT=1 XNN_ENABLE_GEMM_M_SPECIALIZATION=1
          XNN_LOG_LEVEL=0 FXDIV_USE_INLINE_ASSEMBLY=0)
