/* XNNPACK's plain SIMD build asks JavaScript for the number of processors, to guess whether there is AVX: more than four.
   Answered here, as for a processor with AVX, its builds import the same from JavaScript as those with relaxed SIMD, which
   do not ask, and share their glue (tools/release/bundle/cores.mjs). */
#include <emscripten.h>
#undef EM_JS
#define EM_JS(type, name, parameters, ...) \
  static inline type name parameters { return 8; }
