// The segments of a JPEG file, one after the other, with checked lengths.
#pragma once

#include <cstddef>
#include <cstdint>

#include "base/buffer.h"
#include "base/result.h"

// The second byte of JPEG markers (ITU-T T.81, table B.1).
namespace glance::jpeg_marker {

inline constexpr uint8_t kTemporary = 0x01;
inline constexpr uint8_t kBaseline = 0xC0;
inline constexpr uint8_t kProgressive = 0xC2;
inline constexpr uint8_t kHuffmanTables = 0xC4;
inline constexpr uint8_t kReservedFrame = 0xC8;
inline constexpr uint8_t kFirstArithmeticFrame = 0xC9;
inline constexpr uint8_t kArithmeticConditioning = 0xCC;
inline constexpr uint8_t kLastFrame = 0xCF;
inline constexpr uint8_t kFirstRestart = 0xD0;
inline constexpr uint8_t kLastRestart = 0xD7;
inline constexpr uint8_t kStartOfImage = 0xD8;
inline constexpr uint8_t kEndOfImage = 0xD9;
inline constexpr uint8_t kStartOfScan = 0xDA;
inline constexpr uint8_t kQuantisationTables = 0xDB;
inline constexpr uint8_t kRestartInterval = 0xDD;
inline constexpr uint8_t kHierarchicalProgression = 0xDE;
inline constexpr uint8_t kApp0 = 0xE0;   // JFIF
inline constexpr uint8_t kApp1 = 0xE1;   // Exif
inline constexpr uint8_t kApp14 = 0xEE;  // Adobe
inline constexpr uint8_t kLastApp = 0xEF;
inline constexpr uint8_t kComment = 0xFE;
inline constexpr uint8_t kJpegLsFrame = 0xF7;

constexpr bool IsRestart(uint8_t marker) {
  return marker >= kFirstRestart && marker <= kLastRestart;
}

// Start of a frame, or of a hierarchy of frames, of any process, including those that are not read.
constexpr bool IsFrame(uint8_t marker) {
  return marker == kJpegLsFrame || marker == kHierarchicalProgression ||
         (marker >= kBaseline && marker <= kLastFrame && marker != kHuffmanTables &&
          marker != kReservedFrame && marker != kArithmeticConditioning);
}

// Segments of any content: APP0 to APP15, and comments.
constexpr bool IsNote(uint8_t marker) {
  return (marker >= kApp0 && marker <= kLastApp) || marker == kComment;
}

// Markers that no segment follows.
constexpr bool IsBare(uint8_t marker) { return marker == kTemporary || IsRestart(marker); }

}  // namespace glance::jpeg_marker

namespace glance {

// One segment. The spans point into the file; both are empty for the end-of-image marker.
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
