# Every dependency that is compiled in: name, version, SHA-256. The files are the upstream projects' tarballs as Debian's
# source packages carry them. tools/setup fetches them into .cache/sources; nothing is downloaded here.
#
# tools/setup asks Debian's archive for the packages after "source:". Either version of cpuinfo will do: the archive does not
# always serve trixie's tarball, and sid's disappears when a newer one comes.
# source: xnnpack=0.0~git20241108.4ea82e5-2
# source: pthreadpool=0.0~git20240616.560c60d-1
# source: cpuinfo=0.0~git20250327.39ea79a-1
# source: cpuinfo=0.0~git20250905.877328f-1
# source: fxdiv=0.0~git20200417.b408327-4
# source: fp16=0.0~git20200514.4dfe081-5
# source: libstb=0.0~git20241109.5c20573+ds-1
# source: yyjson=0.10.0+ds-1
# source: pugixml=1.14-2
# source: googletest=1.16.0-1
include(FetchContent)

set(GLANCE_SOURCES_DIR
    "${PROJECT_SOURCE_DIR}/.cache/sources"
    CACHE PATH "Folder of the dependencies' source tarballs (made by tools/setup)")

# Unpacks FILE (checked against SHA256) without running its own build files; sets NAME_SOURCE_DIR.
macro(glance_unpack name file sha256)
  if(NOT EXISTS "${GLANCE_SOURCES_DIR}/${file}")
    message(FATAL_ERROR "${file} is missing from ${GLANCE_SOURCES_DIR}: run `make setup` first")
  endif()
  FetchContent_Declare(
    ${name}
    URL "file://${GLANCE_SOURCES_DIR}/${file}"
    URL_HASH SHA256=${sha256}
    DOWNLOAD_EXTRACT_TIMESTAMP ON
    SOURCE_SUBDIR glance-does-not-add-it)
  FetchContent_MakeAvailable(${name})
endmacro()

glance_unpack(xnnpack "xnnpack_0.0~git20241108.4ea82e5.orig.tar.xz"
              90bde2caef0f880f627bab0dc805a86c4b8070cd98e3243db3046ab3f3be1a99)
glance_unpack(pthreadpool "pthreadpool_0.0~git20240616.560c60d.orig.tar.xz"
              4cc3cbd933b28131d2a34edc54f76af9fb41bc490af5eae1a5bd3cd07ea90708)
glance_unpack(fxdiv "fxdiv_0.0~git20200417.b408327.orig.tar.xz"
              7953482badaf4cb34026c3487c257b8e4ab2df061c019bd6fabbbc12ad52c44b)
glance_unpack(fp16 "fp16_0.0~git20200514.4dfe081.orig.tar.xz"
              7d7782b37b74136e0e12593a2a93ccbe7db831f4374cc408e44623d9b708b54e)
glance_unpack(stb_source "libstb_0.0~git20241109.5c20573+ds.orig.tar.xz"
              a3a5820445a7dd063516bb542a5cd54ced8efc9c5a30bfbaae1bab6dec2c1a74)
glance_unpack(yyjson_source "yyjson_0.10.0+ds.orig.tar.xz"
              ae6fde69a193e10afab426ef13f113d6903446405f9db9ee98bfb572bd6c961a)

if(NOT EMSCRIPTEN)
  glance_unpack(pugixml_source "pugixml_1.14.orig.tar.gz"
                610f98375424b5614754a6f34a491adbddaaec074e9044577d965160ec103d2e)
endif()

set(GLANCE_XNNPACK
    ""
    CACHE PATH "A native build of this checkout whose XNNPACK is linked instead of compiling it again")
if(EMSCRIPTEN)
  include(third_party/xnnpack/wasm.cmake)
else()
  if(EXISTS "${GLANCE_SOURCES_DIR}/cpuinfo_0.0~git20250327.39ea79a.orig.tar.xz")
    glance_unpack(cpuinfo "cpuinfo_0.0~git20250327.39ea79a.orig.tar.xz"
                  2a10028948f7f0663c56cc34405484391ee3d7ccdf09fe51d73897937b99d9d4)
  else()
    glance_unpack(cpuinfo "cpuinfo_0.0~git20250905.877328f.orig.tar.xz"
                  557ca404a3836b9f335a3a06b65ff9fe9dbaaefab7fb5c0185f53d9f33615a10)
  endif()
  set(xnnpack_archives XNNPACK microkernels-prod pthreadpool cpuinfo)
  if(GLANCE_XNNPACK)
    include(third_party/xnnpack/prebuilt.cmake)
  else()
    include(third_party/xnnpack/native.cmake)
  endif()
endif()

# stb: headers only; compiled in src/image.
add_library(stb INTERFACE)
target_include_directories(stb SYSTEM INTERFACE ${stb_source_SOURCE_DIR})

# yyjson: one C file. Its inline macro expands its reader several times, which takes 17 s to compile natively and makes the
# WebAssembly larger; only small documents are read.
add_library(yyjson_options INTERFACE)
target_include_directories(yyjson_options SYSTEM INTERFACE ${yyjson_source_SOURCE_DIR}/src)
target_compile_definitions(yyjson_options INTERFACE YYJSON_DISABLE_NON_STANDARD=1)
set(yyjson_sources ${yyjson_source_SOURCE_DIR}/src/yyjson.c)
set_source_files_properties(${yyjson_sources} PROPERTIES COMPILE_DEFINITIONS yyjson_inline=__inline__)
if(EMSCRIPTEN)
  # It reads indented texts by a copy of its reader that guesses how many values they have; the other one reads them too.
  file(READ ${yyjson_sources} text)
  set(guess "if (char_is_space(cur[1]) && char_is_space(cur[2])) {")
  string(FIND "${text}" "${guess}" found)
  if(found EQUAL -1)
    message(FATAL_ERROR "yyjson.c has no '${guess}'")
  endif()
  string(REPLACE "${guess}" "if (false) {" text "${text}")
  set(yyjson_sources ${CMAKE_BINARY_DIR}/yyjson/yyjson.c)
  file(CONFIGURE OUTPUT ${yyjson_sources} CONTENT "${text}" @ONLY)
  # Its own reader of decimal numbers has a table of 10.7 KB that do not compress.
  set(yyjson_strtod ${PROJECT_SOURCE_DIR}/third_party/yyjson/strtod)
  set_source_files_properties(
    ${yyjson_sources} PROPERTIES COMPILE_DEFINITIONS "yyjson_inline=__inline__;YYJSON_DISABLE_FAST_FP_CONV=1")
  set_source_files_properties(${yyjson_sources} PROPERTIES COMPILE_OPTIONS "-Oz;-include;${yyjson_strtod}.h")
  list(APPEND yyjson_sources ${yyjson_strtod}.c)
  set_source_files_properties(${yyjson_strtod}.c PROPERTIES COMPILE_OPTIONS "-Oz;-I${PROJECT_SOURCE_DIR}")
  glance_add_archive(yyjson "${GLANCE_PORTABLE_FROM}" SOURCES ${yyjson_sources} OPTIONS yyjson_options)
else()
  add_library(yyjson STATIC ${yyjson_sources})
  target_link_libraries(yyjson PRIVATE yyjson_options)
endif()
target_link_libraries(yyjson INTERFACE yyjson_options)

# pugixml: for the sidecars that the command line writes. Out of memory is a status of the parser, not an exception.
if(NOT EMSCRIPTEN)
  add_library(pugixml STATIC ${pugixml_source_SOURCE_DIR}/src/pugixml.cpp)
  target_include_directories(pugixml SYSTEM INTERFACE ${pugixml_source_SOURCE_DIR}/src)
  target_compile_definitions(pugixml PUBLIC PUGIXML_NO_EXCEPTIONS PUGIXML_NO_STL PUGIXML_NO_XPATH)
  target_compile_options(pugixml PRIVATE -fno-exceptions -fno-rtti)
endif()

if(GLANCE_BUILD_TESTS)
  FetchContent_Declare(
    googletest
    URL "file://${GLANCE_SOURCES_DIR}/googletest_1.16.0.orig.tar.gz"
    URL_HASH SHA256=2f54382b5d13d6cd0be2afc524f1e510d37f8ba78c2d439c5bea64ef37e30d01
    DOWNLOAD_EXTRACT_TIMESTAMP ON)
  set(INSTALL_GTEST OFF CACHE BOOL "" FORCE)
  set(BUILD_GMOCK OFF CACHE BOOL "" FORCE)
  FetchContent_MakeAvailable(googletest)
endif()

# One file with all licence texts, for the page and the packages.
set(glance_compiled_in xnnpack pthreadpool fxdiv fp16 stb_source yyjson_source)
if(NOT EMSCRIPTEN)
  list(APPEND glance_compiled_in cpuinfo pugixml_source)
endif()
set(GLANCE_LICENSES ${CMAKE_BINARY_DIR}/LICENSES.txt)
file(READ ${PROJECT_SOURCE_DIR}/LICENSE text)
file(WRITE ${GLANCE_LICENSES} "Glance\n\n${text}")
foreach(dependency IN LISTS glance_compiled_in)
  file(GLOB license ${${dependency}_SOURCE_DIR}/LICENSE ${${dependency}_SOURCE_DIR}/LICENSE.md)
  file(READ ${license} text)
  string(REPLACE "_source" "" title ${dependency})
  file(APPEND ${GLANCE_LICENSES} "\n---- ${title} ----\n\n${text}")
endforeach()
if(EMSCRIPTEN)
  # Emscripten links in parts of itself (emmalloc), musl (its libc) and LLVM (libc++, compiler-rt). Distributions keep their
  # licences in different places, so copies stand here.
  foreach(dependency emscripten musl llvm)
    file(READ ${CMAKE_CURRENT_LIST_DIR}/licenses/${dependency}.txt text)
    file(APPEND ${GLANCE_LICENSES} "\n---- ${dependency} ----\n\n${text}")
  endforeach()
endif()
