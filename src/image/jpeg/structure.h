// What a JPEG file consists of, found and checked without decoding any pixels.
#pragma once

#include <cstdint>
#include <vector>

#include "base/buffer.h"
#include "base/result.h"
#include "image/jpeg/frame.h"
#include "image/limits.h"

namespace glance {

// A part of the file that the decoder needs.
struct JpegPiece {
  ByteSpan bytes;  // points into the file
  bool is_scan;    // header and coded data of one scan; otherwise one segment
};

struct JpegStructure {
  JpegFrame frame;
  std::vector<JpegPiece> pieces;  // in the order of the file, without start and end of image
  int scan_count = 0;
  bool has_adobe_segment = false;  // it says how the colours are coded
  ByteSpan exif;                   // TIFF structure of the first Exif segment; empty when absent
};

// Walks `file` (which starts with FF D8) to its end-of-image marker; what follows is ignored. Fails
// with image/damaged (cut short, tables or scans missing or malformed, fewer bytes than any picture
// of that size needs), image/unsupported-jpeg, image/too-large, or image/too-many-scans.
Result<JpegStructure> ReadJpegStructure(ByteSpan file, const DecodeLimits& limits);

}  // namespace glance
