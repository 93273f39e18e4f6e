// The layout is that of ITU-T T.81, B.2.3, the rules for progressive scans those of G.1.1.1.
#include "image/jpeg_scan.h"

#include <algorithm>
#include <string>

#include "image/damaged.h"

namespace glance {
namespace {

constexpr int kLastCoefficient = 63;
constexpr int kMostShift = 13;

// The three bytes behind the component list.
struct Coefficients {
  int first, last;
  int bit_before, bit;  // successive approximation: high and low
};

bool Fit(const Coefficients& range, const JpegFrame& frame, int component_count) {
  if (!frame.progressive) return range.first == 0 && range.bit_before == 0 && range.bit == 0;
  if (range.bit_before > kMostShift || range.bit > kMostShift) return false;
  if (range.first == 0) return range.last == 0;
  return range.first <= range.last && range.last <= kLastCoefficient && component_count == 1;
}

std::unexpected<Error> Impossible() { return Damaged("a scan header of the JPEG is impossible"); }

// The component's index in the frame, or -1.
int FindComponent(const JpegFrame& frame, uint8_t id) {
  for (int i = 0; i < frame.component_count; ++i) {
    if (frame.components[i].id == id) return i;
  }
  return -1;
}

Result<void> CheckTables(const JpegScan& scan, const JpegFrame& frame, const JpegTables& tables,
                         int component, uint8_t selectors) {
  const int dc = selectors >> 4;
  const int ac = selectors & 15;
  if (dc > 3 || ac > 3) return Impossible();
  const bool needs_dc = scan.codes_dc && !scan.refines;
  const bool needs_ac = !frame.progressive || !scan.codes_dc;
  if ((needs_dc && !tables.HasDc(dc)) || (needs_ac && !tables.HasAc(ac))) {
    return Damaged("a Huffman table that the JPEG uses is missing");
  }
  if (!tables.HasQuantisation(frame.components[component].quantisation_table)) {
    return Damaged("a quantisation table that the JPEG uses is missing");
  }
  return {};
}

Result<void> TakeComponents(JpegScan& scan, ByteSpan pairs, const JpegFrame& frame,
                            const JpegTables& tables) {
  for (int i = 0; i < scan.component_count; ++i) {
    const int component = FindComponent(frame, pairs[size_t{2} * i]);
    const auto taken = scan.components.begin() + i;
    if (component < 0 || std::find(scan.components.begin(), taken, component) != taken) {
      return Impossible();
    }
    TRY(CheckTables(scan, frame, tables, component, pairs[size_t{2} * i + 1]));
    *taken = component;
  }
  return {};
}

}  // namespace

Result<JpegScan> ParseJpegScan(ByteSpan segment, const JpegFrame& frame, const JpegTables& tables) {
  const int count = segment.empty() ? 0 : segment[0];
  if (count < 1 || count > frame.component_count ||
      segment.size() != size_t{4} + size_t{2} * count) {
    return Impossible();
  }
  const ByteSpan tail = segment.last(3);
  const Coefficients range{tail[0], tail[1], tail[2] >> 4, tail[2] & 15};
  if (!Fit(range, frame, count)) return Impossible();
  JpegScan scan{
      .component_count = count, .codes_dc = range.first == 0, .refines = range.bit_before != 0};
  TRY(TakeComponents(scan, segment.subspan(1), frame, tables));
  return scan;
}

// A scan of one component has a block as its unit, any other the MCU.
int64_t JpegScan::Mcus(const JpegFrame& frame) const {
  if (component_count == 1) return frame.BlocksAlone(components[0]);
  return frame.McusAcross() * frame.McusDown();
}

// A block of a sequential scan has a code for its first coefficient and one for the end of the
// others; a first coefficient alone has one code or, when refined, one bit. Further coefficients
// of progressive scans may all be skipped.
int64_t JpegScan::FewestBits(const JpegFrame& frame) const {
  if (!codes_dc) return 0;
  int64_t blocks = 0;
  for (int i = 0; i < component_count; ++i) {
    blocks +=
        component_count == 1 ? frame.BlocksAlone(components[i]) : frame.BlocksInMcus(components[i]);
  }
  return frame.progressive ? blocks : blocks * 2;
}

}  // namespace glance
