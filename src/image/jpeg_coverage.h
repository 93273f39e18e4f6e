// Which components of a JPEG file its scans have coded so far.
#pragma once

#include <array>

#include "base/result.h"
#include "image/jpeg_scan.h"

namespace glance {

class JpegCoverage {
 public:
  // Fails with image/damaged when `scan` continues a component that no scan has begun: stb_image
  // clears a block when it reads the first coefficient.
  Result<void> Add(const JpegScan& scan);

  // Fails with image/damaged when a component of `frame` has not been begun.
  Result<void> CheckComplete(const JpegFrame& frame) const;

 private:
  std::array<bool, 4> begun_{};  // by component
};

}  // namespace glance
