// What a JPEG file consists of, found and checked without decoding any pixels.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "base/buffer.h"
#include "base/result.h"
#include "image/jpeg/frame.h"
#include "image/jpeg/scan.h"
#include "image/limits.h"

namespace glance {

enum class JpegColours { kGrey, kYcc, kRgb, kCmyk, kYcck };

// The spans point into the file.
struct JpegStructure {
  JpegFrame frame;
  JpegColours colours = JpegColours::kYcc;
  std::array<ByteSpan, 4> quantisation{};  // by component, as JpegTables keeps them
  std::vector<JpegScan> scans;             // in the order of the file, at least one
  ByteSpan exif;                           // TIFF structure of the first Exif segment, or empty
  bool has_end = false;                    // the walk came to the end-of-image marker
  bool is_complete = false;                // the scans code every bit of every coefficient
  bool continues = true;                   // each scan continues what the scans before it left
};

// Walks `file` (which starts with FF D8) to its end-of-image marker; what follows is ignored. A
// file that ends or breaks off behind the header of a scan has the scans so far. Fails with
// image/damaged (no scan of some component, tables missing or malformed, fewer bytes than half of
// any picture of that size needs), image/unsupported-jpeg, image/too-large, or
// image/too-many-scans.
Result<JpegStructure> ReadJpegStructure(ByteSpan file, const DecodeLimits& limits);

}  // namespace glance
