// The checks that a picture passes before memory is taken for it.
#pragma once

#include <cstdint>

#include "base/result.h"
#include "image/limits.h"

namespace glance {

// Each fails with image/too-large and names the value and its limit.
Result<void> CheckFileBytes(uint64_t file_bytes, const DecodeLimits& limits);
Result<void> CheckDimensions(uint64_t width_px, uint64_t height_px, const DecodeLimits& limits);
Result<void> CheckPeak(uint64_t peak_bytes, const DecodeLimits& limits);

}  // namespace glance
