// The PNG file that the decoder gets: only what ReadPngStructure checked, and nothing else. Header,
// palette, all image data in one chunk, end; no transparency (it would be dropped afterwards), no
// colour profile, no text, no checksums (stb_image skips them).
#pragma once

#include <cstdint>

#include "base/buffer.h"
#include "base/result.h"
#include "image/png_structure.h"

namespace glance {

uint64_t PngStreamBytes(const PngStructure& png);

// `file` is what `png` was read from. Fails with memory/exhausted.
Result<Buffer<uint8_t>> MakePngStream(ByteSpan file, const PngStructure& png);

}  // namespace glance
