#include "image/jpeg_coverage.h"

#include "image/damaged.h"

namespace glance {

Result<void> JpegCoverage::Add(const JpegScan& scan) {
  const bool begins = scan.codes_dc && !scan.refines;
  for (int i = 0; i < scan.component_count; ++i) {
    bool& begun = begun_[scan.components[i]];
    if (!begun && !begins) return Damaged("the scans of the JPEG are out of order");
    begun = true;
  }
  return {};
}

Result<void> JpegCoverage::CheckComplete(const JpegFrame& frame) const {
  for (int i = 0; i < frame.component_count; ++i) {
    if (!begun_[i]) return Damaged("the data of one of the JPEG's colour components is missing");
  }
  return {};
}

}  // namespace glance
