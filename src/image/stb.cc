#include "image/stb.h"

#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>

#include "base/error_codes.h"
#include "image/image_errors.h"
#include "image/ycbcr_to_rgb.h"

namespace glance {
namespace {

// stb_image's allocator takes no context.
thread_local uint64_t unpack_limit = 0;
thread_local bool unpack_limit_reached = false;
thread_local bool was_memory_refused = false;  // stb_image does not always report it

void* Noted(void* block) {
  was_memory_refused |= block == nullptr;
  return block;
}

// Blocks are zeroed, so that a damaged file gives the same pixels each time, and padded like a
// Buffer's, because a Buffer takes over the last one.
void* Allocate(size_t bytes) { return Noted(std::calloc(1, bytes + kReadablePaddingBytes)); }

// stb_image grows two blocks only: a PNG's unpacked rows, which have a limit, and its copy of the
// compressed data, which it starts as a null pointer.
void* Grow(void* block, size_t bytes) {
  if (block == nullptr) return Allocate(bytes);
  unpack_limit_reached = bytes > unpack_limit;
  return unpack_limit_reached ? nullptr : Noted(std::realloc(block, bytes));
}

}  // namespace
}  // namespace glance

// Emscripten translates SSE2 (-msse2), but stb_image looks for a processor that has it.
#if defined(__EMSCRIPTEN__) && defined(__SSE2__)
#define STBI__X64_TARGET
#endif
#define STBI_ASSERT(condition) ((void)0)
#define STBI_MALLOC(bytes) glance::Allocate(bytes)
#define STBI_REALLOC(block, bytes) glance::Grow(block, bytes)
#define STBI_FREE(block) std::free(block)
#include "image/stb_image_parts.h"

#define STB_IMAGE_WRITE_IMPLEMENTATION
#define STB_IMAGE_WRITE_STATIC
#define STBI_WRITE_NO_STDIO
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wunused-function"
#include <stb_image_write.h>
#pragma GCC diagnostic pop

namespace glance {
namespace {

std::unexpected<Error> DecodingFailed() {
  const std::string_view why = stbi_failure_reason();
  if (unpack_limit_reached) return Damaged("the PNG unpacks to far more than its pixels");
  if (was_memory_refused || why == "outofmem") {
    return Fail(error_code::kMemoryExhausted, "not enough memory to decode the picture");
  }
  return Damaged({"the picture's data is incomplete or wrong (", why, ")"});
}

constexpr int kRgb = 3;

// The steps of stbi__jpeg_load, with the colours converted by our own loop: stb_image's is not
// vectorised for three bytes a pixel.
uint8_t* LoadJpeg(stbi__context* context, int* width, int* height, int* channels, int wanted) {
  const std::unique_ptr<stbi__jpeg, FreeDeleter> jpeg(
      static_cast<stbi__jpeg*>(Allocate(sizeof(stbi__jpeg))));
  if (jpeg == nullptr) return stbi__errpuc("outofmem", "");
  jpeg->s = context;
  stbi__setup_jpeg(jpeg.get());
  jpeg->YCbCr_to_RGB_kernel = YcbcrToRgb;
  return load_jpeg_image(jpeg.get(), width, height, channels, wanted);
}

}  // namespace

Result<Image> DecodeStream(ByteSpan stream, uint64_t unpack_limit_bytes) {
  unpack_limit = unpack_limit_bytes;
  unpack_limit_reached = false;
  was_memory_refused = false;
  stbi__err("no reason given", "");  // forget the reason of an earlier failure
  // The steps of stbi_load_from_memory, with the context kept: stb_image takes some kinds of damage
  // for the end of a JPEG, and then has not read all of it.
  stbi__context context;
  stbi__start_mem(&context, stream.data(), static_cast<int>(stream.size()));
  int width = 0;
  int height = 0;
  int channels = 0;
  // Not stbi__jpeg_test, which takes a refused block for another format.
  const bool is_jpeg = stream.size() > 1 && stream[0] == 0xFF && stream[1] == 0xD8;
  const auto load = is_jpeg ? LoadJpeg : stbi__load_and_postprocess_8bit;
  std::unique_ptr<uint8_t, FreeDeleter> pixels(load(&context, &width, &height, &channels, kRgb));
  if (pixels == nullptr) return DecodingFailed();
  if (!stbi__at_eof(&context)) return Damaged("a part of the picture's data is missing or wrong");
  const size_t bytes = size_t{3} * width * height;
  return Image::Create(width, height, Buffer<uint8_t>::Adopt(pixels.release(), bytes));
}

Result<Buffer<uint8_t>> EncodePng(const Image& image) {
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
