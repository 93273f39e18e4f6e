// What a picture may ask for, and the checks that it passes before memory is taken for it. The
// numbers stand here and nowhere else; docs/limits.md says where they come from.
#pragma once

#include <cstddef>
#include <cstdint>

#include "base/result.h"

namespace glance {

struct DecodeLimits {
  uint64_t max_file_bytes = uint64_t{64} << 20;
  int max_side_px = 32'768;
  int64_t max_pixels = 100'000'000;               // width x height
  int64_t max_jpeg_pixels = 202'000'000;          // the same of a JPEG: 16,384 x 12,288 and less
  uint64_t max_peak_bytes = uint64_t{640} << 20;  // estimated peak of the decoder's own memory
  int max_jpeg_scans = 100;
  int64_t max_jpeg_blocks = 50'000'000;  // 8 x 8 blocks that all scans together go through
};

// Each fails with image/too-large and names the value and its limit.
Result<void> CheckFileBytes(uint64_t file_bytes, const DecodeLimits& limits);
Result<void> CheckDimensions(uint64_t width_px, uint64_t height_px, const DecodeLimits& limits);
Result<void> CheckJpegDimensions(uint64_t width_px, uint64_t height_px, const DecodeLimits& limits);
Result<void> CheckPeak(uint64_t peak_bytes, const DecodeLimits& limits);

}  // namespace glance
