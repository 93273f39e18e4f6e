// How much memory stb_image takes for a JPEG file, known before it starts.
#pragma once

#include <cstdint>

#include "image/jpeg_structure.h"

namespace glance {

// All blocks alive at once at the worst moment. `turned` says that the EXIF orientation needs a
// second copy of the picture.
uint64_t JpegPeakBytes(const JpegStructure& jpeg, bool turned);

}  // namespace glance
