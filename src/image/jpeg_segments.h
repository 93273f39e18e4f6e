// The segments of a JPEG file, one after the other, with checked lengths.
#pragma once

#include <cstddef>
#include <cstdint>

#include "base/buffer.h"
#include "base/result.h"

namespace glance {

// One segment. The views point into the file; both are empty for the end-of-image marker.
struct JpegSegment {
  uint8_t marker;
  ByteSpan content;  // behind marker and length
  ByteSpan whole;
};

// Walks a file that starts with FF D8 FF. Stray bytes between segments, and markers that no
// segment follows, are skipped.
class JpegSegmentReader {
 public:
  explicit JpegSegmentReader(ByteSpan file) : file_(file) {}

  // The next segment. Fails with image/damaged when the file ends first, or at a marker that cannot
  // stand there.
  Result<JpegSegment> Next();

  // Offset in the file of what follows the last segment.
  size_t position() const { return position_; }
  // Continues there: behind the coded data of a scan, which belongs to no segment.
  void MoveTo(size_t position) { position_ = position; }

 private:
  Result<uint8_t> NextMarker();

  ByteSpan file_;
  size_t position_ = 2;
};

}  // namespace glance
