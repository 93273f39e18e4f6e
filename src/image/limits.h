// What a picture may ask for before any of it is decoded. Sources: docs/limits.md.
#pragma once

#include <cstddef>
#include <cstdint>

namespace glance {

struct DecodeLimits {
  uint64_t max_file_bytes = uint64_t{64} << 20;
  int max_side_px = 32'768;
  int64_t max_pixels = 100'000'000;               // width x height
  uint64_t max_peak_bytes = uint64_t{512} << 20;  // estimated peak of the decoder's own memory
  int max_jpeg_scans = 100;
};

}  // namespace glance
