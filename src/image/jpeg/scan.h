// The scans of a JPEG file: the header of each (SOS), where its coded data ends, and which
// components the scans have coded so far. Nothing is decoded.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "base/buffer.h"
#include "base/result.h"
#include "image/jpeg/frame.h"
#include "image/jpeg/tables.h"

namespace glance {

struct JpegScan {
  int component_count = 0;          // 1..4
  std::array<int, 4> components{};  // indices into JpegFrame::components
  bool codes_dc = false;            // the first coefficient of each block
  bool refines = false;             // one more bit of coefficients that an earlier scan began

  // How often a restart marker may come, and the fewest bits that hold the scan.
  int64_t Mcus(const JpegFrame& frame) const;
  int64_t FewestBits(const JpegFrame& frame) const;
};

// `segment` is the content of SOS. Fails with image/damaged, also when a table that the scan needs
// has not been defined.
Result<JpegScan> ParseJpegScan(ByteSpan segment, const JpegFrame& frame, const JpegTables& tables);

// The coded data of one scan: where it ends and whether it is whole, told from its markers.
struct JpegCodedData {
  ByteSpan coded;        // without a restart marker at the very end, which codes nothing
  size_t end = 0;        // offset in the file of the marker that follows
  int64_t restarts = 0;  // restart markers inside `coded`
};

// Reads from `begin` (an offset in `file`) to the first marker that is no restart marker. Fails
// with image/damaged when the file ends first or restart markers are out of order.
Result<JpegCodedData> MeasureJpegCodedData(ByteSpan file, size_t begin);

// Which components of a JPEG file its scans have coded so far.
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
