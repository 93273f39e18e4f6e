# XNNPACK and pthreadpool for WebAssembly. XNNPACK's own build files of this version know nothing of Emscripten, so its
# targets are made here from its file lists. reached.cmake says which files are needed, wasm_smaller.cmake what is cut from
# them; cmake/shared_archives.cmake says why there are three archives.
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

include(cmake/shared_archives.cmake)
include(${CMAKE_CURRENT_LIST_DIR}/sources.cmake)
include(${CMAKE_CURRENT_LIST_DIR}/reached.cmake)
include(${CMAKE_CURRENT_LIST_DIR}/wasm_smaller.cmake)

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
target_compile_options(pthreadpool PRIVATE -w -Oz)

# --- micro-kernels -----------------------------------------------------------------------------
set(xnnpack_kernel_lists scalar wasm wasmsimd)
if(GLANCE_RELAXED_SIMD)
  list(APPEND xnnpack_kernel_lists wasmrelaxedsimd)
endif()
set(xnnpack_portable_kernels)
set(xnnpack_relaxed_kernels)
foreach(kernel_list IN LISTS xnnpack_kernel_lists)
  string(TOUPPER ${kernel_list} upper)
  include(${xnnpack_SOURCE_DIR}/cmake/gen/${kernel_list}_microkernels.cmake)
  # wasm_smaller.cmake also takes kernels that XNNPACK itself does not choose.
  set(sources ${PROD_${upper}_MICROKERNEL_SRCS} ${NON_PROD_${upper}_MICROKERNEL_SRCS})
  list(TRANSFORM sources PREPEND ${xnnpack_SOURCE_DIR}/)
  glance_files_that_name(kernels xnnpack_reached_kernels ${sources})
  # These use relaxed SIMD, whichever list they are in.
  set(relaxed ${kernels})
  list(FILTER relaxed INCLUDE REGEX "usdot|sdot|pshufb|wasmrelaxedsimd")
  list(REMOVE_ITEM kernels ${relaxed} "")
  glance_batch(batches ${kernel_list} ${kernels})
  if(kernel_list STREQUAL "scalar")
    # Those that are used fill frames and copy.
    set_source_files_properties(${batches} PROPERTIES COMPILE_OPTIONS -Oz)
  endif()
  list(APPEND xnnpack_portable_kernels ${batches})
  glance_batch(batches ${kernel_list}_relaxed ${relaxed})
  list(APPEND xnnpack_relaxed_kernels ${batches})
endforeach()
list(APPEND xnnpack_portable_kernels ${CMAKE_CURRENT_LIST_DIR}/sliding_dwconv.c
                                     ${CMAKE_CURRENT_LIST_DIR}/winograd_tasks.c)
if(GLANCE_RELAXED_SIMD)
  list(APPEND xnnpack_relaxed_kernels ${CMAKE_CURRENT_LIST_DIR}/narrow_gemm.c)
else()
  set(xnnpack_relaxed_kernels)
endif()

# --- what calls them ---------------------------------------------------------------------------
file(GLOB xnnpack_nodes ${xnnpack_SOURCE_DIR}/src/subgraph/*.c)
file(GLOB xnnpack_others ${xnnpack_SOURCE_DIR}/src/*.c)
file(GLOB xnnpack_constants ${xnnpack_SOURCE_DIR}/src/enums/*.c ${xnnpack_SOURCE_DIR}/src/tables/*.c)
set(xnnpack_references ${xnnpack_SOURCE_DIR}/src/reference/packing.cc
                       ${CMAKE_CURRENT_LIST_DIR}/reference.cc)
# It asks what relaxed SIMD is on this processor.
set(xnnpack_winograd ${CMAKE_CURRENT_LIST_DIR}/winograd.c)
# They use pthread_once or a mutex.
set(xnnpack_thread_files ${xnnpack_SOURCE_DIR}/src/init.c ${xnnpack_SOURCE_DIR}/src/mutex.c)
# They ask for the configuration that narrow_gemm.c replaces in builds with relaxed SIMD.
set(names xnn_init_qs8_qc8w_gemm_config)
glance_files_that_name(xnnpack_simd_operators names ${xnnpack_operator_files})

# Micro-kernels are compiled for speed, all else for size.
set_source_files_properties(
  ${xnnpack_nodes} PROPERTIES COMPILE_OPTIONS "-Oz;-include;${xnnpack_unreached_operators};-include;${xnnpack_unreached_configs}")
set_source_files_properties(
  ${xnnpack_others} ${xnnpack_operator_files}
  PROPERTIES COMPILE_OPTIONS "-Oz;-include;${xnnpack_unreached_configs}")
set_property(SOURCE ${xnnpack_SOURCE_DIR}/src/operator-run.c APPEND
             PROPERTY COMPILE_OPTIONS -include ${xnnpack_unreached_loops})
set_source_files_properties(
  ${xnnpack_config_files} PROPERTIES COMPILE_OPTIONS "-Oz;-include;${xnnpack_unreached_kernels}")
set_property(SOURCE ${xnnpack_SOURCE_DIR}/src/configs/gemm-config.c APPEND
             PROPERTY COMPILE_OPTIONS -include ${CMAKE_CURRENT_LIST_DIR}/wasm_processors.h)
set_source_files_properties(${xnnpack_constants} ${xnnpack_references} ${xnnpack_winograd}
                            PROPERTIES COMPILE_OPTIONS -Oz)

# Two sources include arm_neon.h but use nothing of it. build_identifier.c is a file that XNNPACK's own build generates, for
# its cache of weights.
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

# --- archives ----------------------------------------------------------------------------------
add_library(xnnpack_options INTERFACE)
target_include_directories(
  xnnpack_options SYSTEM
  INTERFACE ${xnnpack_SOURCE_DIR}/include ${xnnpack_SOURCE_DIR} ${xnnpack_SOURCE_DIR}/src
            ${PROJECT_SOURCE_DIR} ${xnnpack_generated_dir}
            ${pthreadpool_SOURCE_DIR}/include ${fxdiv_SOURCE_DIR}/include ${fp16_SOURCE_DIR}/include)
target_compile_options(xnnpack_options INTERFACE -w -fno-math-errno)
set(xnnpack_disabled
    ARM_FP16_SCALAR ARM_FP16_VECTOR ARM_BF16 ARM_DOTPROD ARM_I8MM ARM_SME ARM_SME2 RISCV_VECTOR
    RISCV_FP16_VECTOR VSX HVX KLEIDIAI ASSEMBLY AVXVNNI AVXVNNIINT8 AVX256SKX AVX256VNNI
    AVX256VNNIGFNI AVX512F AVX512SKX AVX512VBMI AVX512VNNI AVX512VNNIGFNI AVX512AMX AVX512FP16
    CPUINFO DWCONV_MULTIPASS SPARSE)
list(TRANSFORM xnnpack_disabled REPLACE "(.+)" "XNN_ENABLE_\\1=0")
target_compile_definitions(
  xnnpack_options
  INTERFACE ${xnnpack_disabled} XNN_ENABLE_MEMOPT=1 XNN_ENABLE_GEMM_M_SPECIALIZATION=1
            XNN_LOG_LEVEL=0 FXDIV_USE_INLINE_ASSEMBLY=0)

set(xnnpack_portable
    ${xnnpack_nodes} ${xnnpack_operator_files} ${xnnpack_others} ${xnnpack_constants}
    ${xnnpack_references} ${xnnpack_portable_kernels} ${xnnpack_generated_dir}/build_identifier.c)
list(REMOVE_ITEM xnnpack_portable ${xnnpack_simd_operators} ${xnnpack_thread_files})
glance_add_archive(xnnpack_portable "${GLANCE_PORTABLE_FROM}"
                   SOURCES ${xnnpack_portable} OPTIONS xnnpack_options)
glance_add_archive(xnnpack_simd "${GLANCE_SIMD_FROM}"
                   SOURCES ${xnnpack_config_files} ${xnnpack_simd_operators} ${xnnpack_winograd}
                           ${xnnpack_relaxed_kernels}
                   OPTIONS xnnpack_options)
add_library(xnnpack_threads STATIC ${xnnpack_thread_files})
target_link_libraries(xnnpack_threads PRIVATE xnnpack_options)

add_library(XNNPACK INTERFACE)
target_include_directories(XNNPACK SYSTEM INTERFACE ${xnnpack_SOURCE_DIR}/include ${PROJECT_SOURCE_DIR})
target_link_libraries(XNNPACK INTERFACE xnnpack_threads xnnpack_simd xnnpack_portable pthreadpool)
