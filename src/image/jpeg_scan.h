// The header of one scan (SOS) of a JPEG file: which components it codes and which coefficients.
#pragma once

#include <array>
#include <cstdint>

#include "base/buffer.h"
#include "base/result.h"
#include "image/jpeg_frame.h"
#include "image/jpeg_tables.h"

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

}  // namespace glance
