// The PNG file that the decoder gets: only what ReadPngStructure checked, and nothing else. Header,
// palette, all image data in one chunk, end; no transparency (it would be dropped afterwards), no
// colour profile, no text, no checksums (stb_image skips them).
#pragma once

#include <cstdint>

#include "base/buffer.h"
#include "base/result.h"
#include "image/limits.h"
#include "image/png/structure.h"

namespace glance {

uint64_t PngStreamBytes(const PngStructure& png);

// `file` is what `png` was read from. Fails with memory/exhausted.
Result<Buffer<uint8_t>> MakePngStream(ByteSpan file, const PngStructure& png);

// How much memory stb_image takes to decode the stream, known before it starts.
struct PngMemoryPlan {
  uint64_t peak_bytes;          // all blocks alive at once at the worst moment
  uint64_t unpack_limit_bytes;  // largest size to which the block of unpacked rows may grow
};

// `turned` says that the EXIF orientation needs a second copy of the picture.
PngMemoryPlan PlanPngMemory(const PngStructure& png, bool turned, const DecodeLimits& limits);

}  // namespace glance
