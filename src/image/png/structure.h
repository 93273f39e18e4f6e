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
  PngChunk header_chunk;
  ByteSpan palette_chunk;         // the whole PLTE chunk; empty when there is none
  uint64_t compressed_bytes = 0;  // of all IDAT chunks together; at least 1
  ByteSpan exif;                  // content of eXIf; empty when absent
  bool has_alpha = false;         // an alpha channel or a tRNS chunk
};

// Walks `file` (which starts like a PNG) to its IEND chunk; what follows is ignored. Fails with
// image/damaged (cut short, a wrong checksum or length, parts missing or out of order, or fewer
// compressed bytes than any picture of that size needs), image/too-large, or
// image/unsupported-format (a critical chunk of a private variant).
Result<PngStructure> ReadPngStructure(ByteSpan file, const DecodeLimits& limits);

}  // namespace glance
