# Compile options of Glance's own code: targets link `glance_options` PRIVATE. Dependencies keep their authors' options.
add_library(glance_options INTERFACE)

target_compile_options(
  glance_options
  INTERFACE -Wall
            -Wextra
            -Werror
            -Wshadow
            -Wconversion
            -Wno-sign-conversion
            # Designated initialisers may leave out members, which then take their defaults.
            -Wno-missing-field-initializers
            # g++ 12 warns of moved std::optional values although nothing reads them.
            $<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized>
            # The resampler's results are defined by separate multiplications and additions.
            -ffp-contract=off
            # Keeps this machine's paths out of the objects, so that every machine makes the same bytes.
            -ffile-prefix-map=${PROJECT_SOURCE_DIR}=.)

# The core returns errors as values; tests (GoogleTest) keep the compiler's defaults.
add_library(glance_core_options INTERFACE)
target_link_libraries(glance_core_options INTERFACE glance_options)
target_compile_options(glance_core_options INTERFACE -fno-exceptions -fno-rtti)

if(GLANCE_SANITIZE)
  # Without vptr, which checks virtual functions: Glance has none.
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

# ThreadSanitizer must instrument the dependencies too: it reports a race where it does not see the lock.
if(GLANCE_TSAN)
  add_compile_options(-fsanitize=thread)
  add_link_options(-fsanitize=thread)
endif()
