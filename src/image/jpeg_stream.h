// The JPEG file that the decoder gets: only the tables and scans that ReadJpegStructure checked.
// Behind each scan it has bits that no code matches, so that the decoder stops with an error where
// the scan's own data ends too early (left alone, stb_image reads zeros there and paints grey).
#pragma once

#include <cstdint>

#include "base/buffer.h"
#include "base/result.h"
#include "image/jpeg_structure.h"

namespace glance {

uint64_t JpegStreamBytes(const JpegStructure& jpeg);

// Fails with memory/exhausted. The file that `jpeg` was read from must still be there.
Result<Buffer<uint8_t>> MakeJpegStream(const JpegStructure& jpeg);

}  // namespace glance
