#include "image/encode_png.h"

#include <string>

#include "base/error_codes.h"

#define STB_IMAGE_WRITE_IMPLEMENTATION
#define STB_IMAGE_WRITE_STATIC
#define STBI_WRITE_NO_STDIO
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wunused-function"
#include <stb_image_write.h>
#pragma GCC diagnostic pop

namespace glance {

Result<Buffer<uint8_t>> EncodePng(const Image& image) {
  constexpr int kChannels = 3;
  int size = 0;
  uint8_t* png = stbi_write_png_to_mem(image.pixels().data(), image.width_px() * kChannels,
                                       image.width_px(), image.height_px(), kChannels, &size);
  if (png == nullptr) {
    return Fail(error_code::kMemoryExhausted,
                {"not enough memory to write a PNG of ", image.width_px(), " x ",
                 image.height_px()});
  }
  return Buffer<uint8_t>::Adopt(png, static_cast<size_t>(size));
}

}  // namespace glance
