# The WebAssembly core is built four times: {SIMD, relaxed SIMD} x {one thread, threads}. Most object files come out the
# same each time, so they are compiled once and their archives are linked by the other builds (CMakePresets.json says
# which build takes from which). An archive is one of three kinds:
# - portable: the same in all four builds; build/wasm makes it;
# - simd: depends on relaxed SIMD but not on threads; build/wasm and build/wasm-relaxed make one each;
# - all other targets are compiled in every build.
#
# Code with atomics or thread_local variables needs its own object in a build with threads. wasm-ld enforces this: compiled
# without threads, such an object says so, and cannot be linked with shared memory ("--shared-memory is disallowed by").
set(GLANCE_PORTABLE_FROM "" CACHE PATH "The WebAssembly build whose portable archives are linked")
set(GLANCE_SIMD_FROM "" CACHE PATH "The WebAssembly build whose simd archives are linked")

foreach(build ${GLANCE_PORTABLE_FROM} ${GLANCE_SIMD_FROM})
  if(NOT EXISTS ${build}/build.ninja)
    message(FATAL_ERROR "${build} has no archives to take: run `make wasm`, which builds it first")
  endif()
endforeach()

# glance_add_archive(NAME BUILD SOURCES file... OPTIONS target...) makes the static library NAME, compiled as the interface
# targets OPTIONS say; or takes it from BUILD when that is not empty.
function(glance_add_archive name build)
  cmake_parse_arguments(archive "" "" "SOURCES;OPTIONS" ${ARGN})
  if(build)
    add_library(${name} STATIC IMPORTED GLOBAL)
    set_target_properties(${name} PROPERTIES IMPORTED_LOCATION ${build}/archives/lib${name}.a)
  else()
    add_library(${name} STATIC ${archive_SOURCES})
    target_link_libraries(${name} PRIVATE ${archive_OPTIONS})
    set_target_properties(${name} PROPERTIES ARCHIVE_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/archives)
  endif()
endfunction()
