// The only door to stb_image and stb_image_write.
#pragma once

#include <cstdint>

#include "base/buffer.h"
#include "base/result.h"
#include "image/image.h"

namespace glance {

// `stream` comes from jpeg/stream.h or png/stream.h; the picture is as stored, not turned.
// `unpack_limit_bytes` bounds the block of a PNG's unpacked rows, the only one whose size the
// header does not tell. Fails with image/damaged when the stream does not decode to its last byte,
// or memory/exhausted.
Result<Image> DecodeStream(ByteSpan stream, uint64_t unpack_limit_bytes);

// The bytes of a PNG file with the pixels of `image`. Fails with memory/exhausted.
Result<Buffer<uint8_t>> EncodePng(const Image& image);

}  // namespace glance
