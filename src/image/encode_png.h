// RGB8 picture -> bytes of a PNG file.
#pragma once

#include "base/buffer.h"
#include "base/result.h"
#include "image/image.h"

namespace glance {

// Fails with memory/exhausted.
Result<Buffer<uint8_t>> EncodePng(const Image& image);

}  // namespace glance
