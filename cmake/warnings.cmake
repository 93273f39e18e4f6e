# How Glance's own code is compiled: link `glance_options` PRIVATE. Dependencies are compiled as
# their authors intend.
add_library(glance_options INTERFACE)

target_compile_options(
  glance_options
  INTERFACE -Wall
            -Wextra
            -Werror
            -Wshadow
            -Wconversion
            -Wno-sign-conversion
            # Members that a designated initialiser leaves out take their defaults.
            -Wno-missing-field-initializers
            # g++ 12 reports moved std::optional values that are never read.
            $<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized>
            # The resampler's results are defined by separate multiplications and additions.
            -ffp-contract=off
            # Same build, same bytes: no path of this machine inside.
            -ffile-prefix-map=${PROJECT_SOURCE_DIR}=.)

# The core returns errors as values; tests (GoogleTest) keep the compiler's defaults.
add_library(glance_core_options INTERFACE)
target_link_libraries(glance_core_options INTERFACE glance_options)
target_compile_options(glance_core_options INTERFACE -fno-exceptions -fno-rtti)

if(GLANCE_SANITIZE)
  # vptr is about classes with virtual functions, which Glance does not have.
  set(sanitizer_flags -fsanitize=address,undefined -fno-sanitize=vptr -fno-sanitize-recover=all
                      -fno-omit-frame-pointer)
  target_compile_options(glance_options INTERFACE ${sanitizer_flags})
  target_link_options(glance_options INTERFACE ${sanitizer_flags})
endif()

if(GLANCE_FUZZ STREQUAL "sanitized")
  target_compile_options(glance_options INTERFACE -fsanitize=fuzzer-no-link)
elseif(GLANCE_FUZZ STREQUAL "coverage")
  set(coverage_flags -fprofile-instr-generate -fcoverage-mapping)
  target_compile_options(glance_options INTERFACE ${coverage_flags})
  target_link_options(glance_options INTERFACE ${coverage_flags})
endif()

# ThreadSanitizer must see every access: a lock that it does not know would be taken for none.
if(GLANCE_TSAN)
  add_compile_options(-fsanitize=thread)
  add_link_options(-fsanitize=thread)
endif()
