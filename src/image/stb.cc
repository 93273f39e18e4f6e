#include "image/stb.h"

#include <string>

#include "base/error_codes.h"

// Emscripten translates SSE2 (-msse2), but stb_image looks for a processor that has it.
#if defined(__EMSCRIPTEN__) && defined(__SSE2__)
#define STBI__X64_TARGET
#endif
#define STBI_ASSERT(condition) ((void)0)
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wunused-function"
#include "image/stb_image_parts.h"

#define STB_IMAGE_WRITE_IMPLEMENTATION
#define STB_IMAGE_WRITE_STATIC
#define STBI_WRITE_NO_STDIO
#include <stb_image_write.h>
#pragma GCC diagnostic pop

namespace glance {
#ifdef STBI_SSE2
#define GLANCE_FAST_KERNEL(name, fast) fast
#else
#define GLANCE_FAST_KERNEL(name, fast) name
#endif

void InverseDct(uint8_t* samples, int stride, int16_t* coefficients) {
  GLANCE_FAST_KERNEL(stbi__idct_block, stbi__idct_simd)(samples, stride, coefficients);
}

Resampler ResamplerFor(int across, int down) {
  if (across == 1 && down == 1) return resample_row_1;
  if (across == 1 && down == 2) return stbi__resample_row_v_2;
  if (across == 2 && down == 1) return stbi__resample_row_h_2;
  if (across == 2 && down == 2) {
    return GLANCE_FAST_KERNEL(stbi__resample_row_hv_2, stbi__resample_row_hv_2_simd);
  }
  return stbi__resample_row_generic;
}

Result<Buffer<uint8_t>> EncodePng(const Image& image) {
  constexpr int kRgb = 3;
  int size = 0;
  uint8_t* png = stbi_write_png_to_mem(image.pixels().data(), image.width_px() * kRgb,
                                       image.width_px(), image.height_px(), kRgb, &size);
  if (png == nullptr) {
    return Fail(error_code::kMemoryExhausted, {"not enough memory to write a PNG of ",
                                               image.width_px(), " x ", image.height_px()});
  }
  return Buffer<uint8_t>::Adopt(png, static_cast<size_t>(size));
}

}  // namespace glance
