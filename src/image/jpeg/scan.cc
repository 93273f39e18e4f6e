// The layout is that of ITU-T T.81, B.2.3, the rules for progressive scans those of G.1.1.1.
#include "image/jpeg/scan.h"

#include <algorithm>
#include <cstring>
#include <string>

#include "image/image_errors.h"
#include "image/jpeg/segments.h"

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

namespace {

// Offset of the next FF at or after `from`; the file's size when there is none.
size_t NextFF(ByteSpan file, size_t from) {
  if (from >= file.size()) return file.size();
  const void* found = std::memchr(&file[from], 0xFF, file.size() - from);
  return found == nullptr ? file.size() : static_cast<const uint8_t*>(found) - file.data();
}

}  // namespace

// T.81, B.1.1.5: in coded data FF is followed by 00; FF FF is a fill byte; FF D0 to FF D7 are
// restart markers, counted modulo 8; FF with anything else ends the data.
Result<JpegCodedData> MeasureJpegCodedData(ByteSpan file, size_t begin) {
  int64_t restarts = 0;
  size_t last_restart = 0;  // offset of its FF
  size_t segment = begin;   // offset of the data behind the last restart marker
  for (size_t at = NextFF(file, begin);; at = NextFF(file, at)) {
    const size_t ff = at;
    while (at < file.size() && file[at] == 0xFF) ++at;
    if (at >= file.size()) return CutShort("JPEG", file.size());
    const uint8_t marker = file[at++];
    if (marker == 0) continue;
    if (!jpeg_marker::IsRestart(marker)) {
      const bool ends_in_restart = restarts > 0 && segment == ff;
      const size_t coded_end = ends_in_restart ? last_restart : ff;
      return JpegCodedData{.coded = file.subspan(begin, coded_end - begin),
                           .end = ff,
                           .restarts = restarts - (ends_in_restart ? 1 : 0)};
    }
    if (marker != jpeg_marker::kFirstRestart + restarts % 8) {
      return Damaged("a part of the JPEG's data is missing (restart markers out of order)");
    }
    ++restarts;
    last_restart = ff;
    segment = at;
  }
}

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
