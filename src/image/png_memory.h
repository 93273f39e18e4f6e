// How much memory stb_image takes for a PNG file, known before it starts.
#pragma once

#include <cstdint>

#include "image/limits.h"
#include "image/png_structure.h"

namespace glance {

struct PngMemoryPlan {
  uint64_t peak_bytes;          // all blocks alive at once at the worst moment
  uint64_t unpack_limit_bytes;  // largest size to which the block of unpacked rows may grow
};

// `turned` says that the EXIF orientation needs a second copy of the picture.
PngMemoryPlan PlanPngMemory(const PngStructure& png, bool turned, const DecodeLimits& limits);

}  // namespace glance
