// What a PNG file consists of, found and checked without unpacking anything.
#pragma once

#include <cstdint>

#include "base/buffer.h"
#include "base/result.h"
#include "image/limits.h"
#include "image/png/chunks.h"
#include "image/png/header.h"

namespace glance {

// The spans point into the file.
struct PngStructure {
  PngHeader header;
  ByteSpan palette;               // three bytes a colour; empty when there is none
  ByteSpan first_image_data;      // the file from the first IDAT chunk on
  int image_chunks = 0;           // how many IDAT chunks there are
  uint64_t compressed_bytes = 0;  // of all IDAT chunks together; at least 1
  ByteSpan exif;                  // content of eXIf; empty when absent
  bool has_alpha = false;         // an alpha channel or a tRNS chunk
  bool is_header_sure = true;     // its checksum is right
  bool has_wrong_checksum = false;
  bool has_end = false;  // the walk came to a whole IEND chunk
};

// Walks `file` (which starts like a PNG) to its IEND chunk; what follows is ignored. A file that
// ends or breaks off behind its first image data has the chunks so far. Fails with image/damaged
// (parts missing or out of order, or fewer compressed bytes than half of any picture of that size
// needs), image/too-large, or image/unsupported-format (a critical chunk of a private variant).
Result<PngStructure> ReadPngStructure(ByteSpan file, const DecodeLimits& limits);

}  // namespace glance
