// Decodes a PNG whose structure is checked, and says what of it is damaged.
#pragma once

#include <cstdint>
#include <string>

#include "base/buffer.h"
#include "base/result.h"
#include "image/image.h"
#include "image/png/structure.h"

namespace glance {

struct DecodedPng {
  Image image;         // as stored, not turned, without transparency
  std::string damage;  // what is wrong with it, as a part of a sentence; empty when nothing is
};

// What is missing of the picture is grey. `is_upright` says that the lower part of the stored
// picture is its lower part. Fails with image/damaged when more than half is missing, or with
// memory/exhausted. Reads the file that `png` points into, of `file_bytes` bytes.
Result<DecodedPng> DecodePngStructure(const PngStructure& png, bool is_upright,
                                      uint64_t file_bytes);

// How much memory that takes, known before it starts: all blocks alive at once at the worst moment.
// `turned` says that the EXIF orientation needs a second copy of the picture afterwards.
uint64_t PngPeakBytes(const PngStructure& png, bool turned);

}  // namespace glance
