// The entropy-coded data of one scan of a JPEG file: where it ends and whether it is whole, told
// from its markers without decoding it.
#pragma once

#include <cstddef>
#include <cstdint>

#include "base/buffer.h"
#include "base/result.h"

namespace glance {

struct JpegEntropyData {
  ByteSpan coded;        // without a restart marker at the very end, which codes nothing
  size_t end = 0;        // offset in the file of the marker that follows
  int64_t restarts = 0;  // restart markers inside `coded`
};

// Reads from `begin` (an offset in `file`) to the first marker that is no restart marker. Fails
// with image/damaged when the file ends first or restart markers are out of order.
Result<JpegEntropyData> MeasureJpegEntropyData(ByteSpan file, size_t begin);

}  // namespace glance
