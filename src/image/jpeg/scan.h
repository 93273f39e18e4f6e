// The scans of a JPEG file: the header of each (SOS), where its coded data ends, and what the scans
// have coded so far. Nothing is decoded.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "base/buffer.h"
#include "base/result.h"
#include "image/jpeg/frame.h"
#include "image/jpeg/tables.h"

namespace glance {

// The spans point into the file, or at the usual tables.
struct JpegScan {
  int component_count = 0;                           // 1..4
  std::array<int, 4> components{};                   // indices into JpegFrame::components
  std::array<ByteSpan, 4> dc_tables{}, ac_tables{};  // of these; as JpegTables keeps them
  // The coefficients that are coded, 0..63 in zigzag order. Of each the bits from `bit` upwards are
  // known afterwards; before, those from `bit_before` upwards, or none when it is 0.
  int first = 0, last = 63;
  int bit_before = 0, bit = 0;
  int restart_interval = 0;  // MCUs; 0 when there are no restart markers
  ByteSpan coded;

  bool codes_dc() const { return first == 0; }  // the first coefficient of each block
  bool refines() const { return bit_before != 0; }
  // The scan's units, how many of them stand side by side, and the 8 x 8 blocks in them.
  int64_t Mcus(const JpegFrame& frame) const;
  int64_t McusAcross(const JpegFrame& frame) const;
  int64_t Blocks(const JpegFrame& frame) const;
  // The fewest bits that hold the scan.
  int64_t FewestBits(const JpegFrame& frame) const;
};

// `segment` is the content of SOS; the coded data and the restart interval are left for the caller.
// Fails with image/damaged, also when a table that the scan needs has not been defined.
Result<JpegScan> ParseJpegScan(ByteSpan segment, const JpegFrame& frame, const JpegTables& tables);

// The coded data of one scan, with its restart markers.
struct JpegCodedData {
  ByteSpan coded;
  size_t end = 0;  // offset in the file of the marker that follows; the file's size without one
};

// Reads from `begin` (an offset in `file`) to the first marker that ends coded data.
JpegCodedData MeasureJpegCodedData(ByteSpan file, size_t begin);

// Which bits of which coefficients the scans of a JPEG file have coded so far.
class JpegCoverage {
 public:
  JpegCoverage();

  // Returns whether `scan` continues what the scans before it left (T.81, G.1.1.1).
  bool Add(const JpegScan& scan, const JpegFrame& frame);

  // Fails with image/damaged when no scan has begun a component of `frame`.
  Result<void> CheckBegun(const JpegFrame& frame) const;

  // Whether every bit of every coefficient is there.
  bool IsComplete(const JpegFrame& frame) const;

 private:
  static constexpr int8_t kNothing = 127;
  std::array<std::array<int8_t, 64>, 4> bit_;  // by component: lowest bit that is known
};

}  // namespace glance
