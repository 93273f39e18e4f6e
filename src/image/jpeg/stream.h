// The JPEG file that the decoder gets: only the tables and scans that ReadJpegStructure checked.
// After each scan it has bits that no code matches. They make the decoder stop with an error where
// the data of the scan ends too early; otherwise stb_image reads zeros there and paints grey.
#pragma once

#include <cstdint>

#include "base/buffer.h"
#include "base/result.h"
#include "image/jpeg/structure.h"

namespace glance {

uint64_t JpegStreamBytes(const JpegStructure& jpeg);

// Fails with memory/exhausted. Reads the file that `jpeg` points into.
Result<Buffer<uint8_t>> MakeJpegStream(const JpegStructure& jpeg);

// How much memory stb_image takes to decode the stream, known before it starts: all blocks alive at
// once at the worst moment. `turned` says that the EXIF orientation needs a second copy of the
// picture.
uint64_t JpegPeakBytes(const JpegStructure& jpeg, bool turned);

}  // namespace glance
