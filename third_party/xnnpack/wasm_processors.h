/* Included before gemm-config.c. In the plain SIMD build it asks JavaScript for the number of
   processors and takes more than four as a sign of AVX. This header answers eight instead. So all
   four builds import the same functions from JavaScript and share their glue code
   (tools/release/bundle/cores.mjs); builds with relaxed SIMD never ask. */
#include <emscripten.h>
#undef EM_JS
#define EM_JS(type, name, parameters, ...) \
  static inline type name parameters { return 8; }
