# XNNPACK and pthreadpool for this machine's family of processors, by XNNPACK's own build files, with less in them:
# reached.cmake says what is kept. Of the sanitizers only ThreadSanitizer instruments them.
foreach(dependency CPUINFO PTHREADPOOL FXDIV FP16)
  string(TOLOWER ${dependency} directory)
  set(${dependency}_SOURCE_DIR ${${directory}_SOURCE_DIR})
endforeach()

set(XNNPACK_LIBRARY_TYPE static CACHE STRING "" FORCE)
foreach(option XNNPACK_BUILD_TESTS XNNPACK_BUILD_BENCHMARKS XNNPACK_BUILD_ALL_MICROKERNELS
               CPUINFO_BUILD_UNIT_TESTS CPUINFO_BUILD_MOCK_TESTS CPUINFO_BUILD_BENCHMARKS
               CPUINFO_BUILD_TOOLS CPUINFO_BUILD_PKG_CONFIG PTHREADPOOL_BUILD_TESTS
               PTHREADPOOL_BUILD_BENCHMARKS FXDIV_BUILD_TESTS FXDIV_BUILD_BENCHMARKS
               FP16_BUILD_TESTS FP16_BUILD_BENCHMARKS)
  set(${option} OFF CACHE BOOL "" FORCE)
endforeach()

# KleidiAI's matrix kernels for ARM serve types that src/infer has none of; its sources would be downloaded.
set(XNNPACK_ENABLE_KLEIDIAI OFF CACHE BOOL "" FORCE)

if(GLANCE_TSAN)
  # Work is divided between threads in the same way without these kernels, and building takes half as long.
  foreach(kernels AVXVNNI AVXVNNIINT8 AVX256SKX AVX256VNNI AVX256VNNIGFNI AVX512F
                  AVX512SKX AVX512VBMI AVX512VNNI AVX512VNNIGFNI AVX512AMX AVX512FP16)
    set(XNNPACK_ENABLE_${kernels} OFF CACHE BOOL "" FORCE)
  endforeach()
endif()

add_subdirectory(${xnnpack_SOURCE_DIR} ${xnnpack_BINARY_DIR} EXCLUDE_FROM_ALL SYSTEM)
target_compile_options(pthreadpool PRIVATE "SHELL:-include ${CMAKE_CURRENT_LIST_DIR}/pthreadpool_spin.h")

include(${CMAKE_CURRENT_LIST_DIR}/sources.cmake)
include(${CMAKE_CURRENT_LIST_DIR}/reached.cmake)
glance_write_unreached(kernels ${xnnpack_unreached_kernel_lines})

# Its targets with only the files that are reached.
get_target_property(xnnpack_sources operators SOURCES)
list(FILTER xnnpack_sources EXCLUDE REGEX "^src/operators/")
set_property(TARGET operators PROPERTY SOURCES ${xnnpack_sources} ${xnnpack_operator_files})
set_property(TARGET reference-ukernels PROPERTY SOURCES ${CMAKE_CURRENT_LIST_DIR}/reference.cc)
target_include_directories(reference-ukernels PRIVATE ${xnnpack_SOURCE_DIR})
foreach(target XNNPACK operators subgraph hardware-config) # for third_party/xnnpack
  target_include_directories(${target} PRIVATE ${PROJECT_SOURCE_DIR})
endforeach()
target_include_directories(XNNPACK SYSTEM INTERFACE ${PROJECT_SOURCE_DIR})
target_compile_options(operators PRIVATE "SHELL:-include ${xnnpack_unreached_configs}")
target_compile_options(subgraph PRIVATE "SHELL:-include ${xnnpack_unreached_operators}"
                                        "SHELL:-include ${xnnpack_unreached_configs}")
set_source_files_properties(
  ${xnnpack_config_files} TARGET_DIRECTORY XNNPACK
  PROPERTIES COMPILE_OPTIONS "-include;${xnnpack_unreached_kernels}")
get_target_property(xnnpack_sources XNNPACK SOURCES)
list(FILTER xnnpack_sources EXCLUDE REGEX "^src/configs/")
list(FILTER xnnpack_config_files EXCLUDE REGEX "hardware-config") # a target of its own
# Our operator with its tasks, which are called only where the processor has their instructions.
list(APPEND xnnpack_sources ${CMAKE_CURRENT_LIST_DIR}/winograd.c ${CMAKE_CURRENT_LIST_DIR}/winograd_tasks.c)
if(glance_x86)
  list(APPEND xnnpack_sources ${CMAKE_CURRENT_LIST_DIR}/narrow_gemm_native.c)
  set_source_files_properties(${CMAKE_CURRENT_LIST_DIR}/winograd_tasks.c TARGET_DIRECTORY XNNPACK
                              PROPERTIES COMPILE_OPTIONS -mavx2)
endif()
set_property(TARGET XNNPACK PROPERTY SOURCES ${xnnpack_sources} ${xnnpack_config_files})

# Micro-kernels, grouped by their compile options, which name their instruction set; and the tables that they read. ARM64
# has NEON without an option. Assembly stays as it is.
get_target_property(xnnpack_kernels microkernels-prod SOURCES)
list(TRANSFORM xnnpack_kernels PREPEND ${xnnpack_SOURCE_DIR}/)
set(xnnpack_tables ${xnnpack_kernels})
list(FILTER xnnpack_tables INCLUDE REGEX "/src/tables/")
glance_files_that_name(xnnpack_kernels xnnpack_reached_kernels ${xnnpack_kernels})
set(xnnpack_assembly ${xnnpack_kernels})
list(FILTER xnnpack_assembly INCLUDE REGEX "\\.S$")
list(FILTER xnnpack_kernels EXCLUDE REGEX "\\.S$")
list(APPEND xnnpack_kernels ${xnnpack_tables})
# g++ 12 keeps sums of some kernels on the stack, also in their innermost loops. Without partial redundancy elimination it
# loads fewer values ahead; ordering instructions by the registers that they need, before registers are assigned, helps the
# kernels below (5 x 16 sums in float32: twice as fast) and harms others. tools/check_spills.py checks what comes out.
set(xnnpack_scheduled "/f32-(qc8w-)?i?gemm/.*-5x16-minmax-(fma3|avx2)|/qs8-qc8w-dwconv/.*-(avx2|avx512skx)-mul32")
set(xnnpack_sets)
foreach(kernel IN LISTS xnnpack_kernels)
  get_property(options SOURCE ${kernel} DIRECTORY ${xnnpack_SOURCE_DIR} PROPERTY COMPILE_FLAGS)
  if(CMAKE_C_COMPILER_ID STREQUAL GNU AND options MATCHES "-m(avx|fma)")
    string(APPEND options " -fno-tree-pre")
    if(kernel MATCHES "${xnnpack_scheduled}")
      string(APPEND options " -fschedule-insns -fsched-pressure")
    endif()
  endif()
  string(MAKE_C_IDENTIFIER "kernels${options}" set)
  if(kernel MATCHES "-neon[^/]*$")
    string(APPEND set _neon)
  endif()
  list(APPEND xnnpack_sets ${set})
  set(xnnpack_options_${set} "${options}")
  list(APPEND xnnpack_kernels_${set} ${kernel})
endforeach()
list(REMOVE_DUPLICATES xnnpack_sets)
set(xnnpack_batches)
foreach(set IN LISTS xnnpack_sets)
  glance_batch(batches ${set} ${xnnpack_kernels_${set}})
  set_source_files_properties(${batches} TARGET_DIRECTORY microkernels-prod
                              PROPERTIES COMPILE_FLAGS "${xnnpack_options_${set}}")
  list(APPEND xnnpack_batches ${batches})
endforeach()
if(glance_x86)
  # Ours. Of pointers g++ 12 would make vectors, slower ones.
  set(options_avx2 "-mavx2")
  set(options_avx512skx "-mavx512f -mavx512cd -mavx512bw -mavx512dq -mavx512vl")
  set(options_avx512vnni "${options_avx512skx} -mavx512vnni")
  foreach(instructions avx2 avx512skx avx512vnni)
    glance_batch(ours glance_${instructions} ${CMAKE_CURRENT_LIST_DIR}/sliding_dwconv.c)
    if(instructions STREQUAL avx2)
      list(APPEND ours ${CMAKE_CURRENT_LIST_DIR}/narrow_gemm_avx2.c)
    endif()
    set_source_files_properties(
      ${ours} TARGET_DIRECTORY microkernels-prod
      PROPERTIES COMPILE_FLAGS "${options_${instructions}} -fno-tree-pre -fno-tree-vectorize")
    list(APPEND xnnpack_batches ${ours})
  endforeach()
  target_include_directories(microkernels-prod PRIVATE ${PROJECT_SOURCE_DIR})
endif()
set_property(TARGET microkernels-prod PROPERTY SOURCES ${xnnpack_batches} ${xnnpack_assembly})

# Where the archives are, for builds that take this one's (GLANCE_XNNPACK).
foreach(archive IN LISTS xnnpack_archives)
  string(APPEND xnnpack_locations "set(${archive}_ARCHIVE \"$<TARGET_FILE:${archive}>\")\n")
endforeach()
file(GENERATE OUTPUT ${CMAKE_BINARY_DIR}/xnnpack_archives.cmake CONTENT "${xnnpack_locations}")
