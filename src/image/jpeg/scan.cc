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

// Which coefficients a progressive scan codes must make sense; those of a sequential scan are all,
// whatever its header says.
bool TakeCoefficients(JpegScan& scan, ByteSpan three, const JpegFrame& frame) {
  if (!frame.progressive) return true;
  scan.first = three[0];
  scan.last = three[1];
  scan.bit_before = three[2] >> 4;
  scan.bit = three[2] & 15;
  if (scan.bit > kMostShift || (scan.refines() && scan.bit != scan.bit_before - 1)) return false;
  if (scan.codes_dc()) return scan.last == 0;
  return scan.first <= scan.last && scan.last <= kLastCoefficient && scan.component_count == 1;
}

std::unexpected<Error> Impossible() { return Damaged("a scan header of the JPEG is impossible"); }

// The index in the frame of the first component of this id that the scan does not have yet, or -1.
// Some cameras give all components the same id.
int FindComponent(const JpegFrame& frame, const JpegScan& scan, int taken, uint8_t id) {
  const auto end = scan.components.begin() + taken;
  for (int i = 0; i < frame.component_count; ++i) {
    const bool is_free = std::find(scan.components.begin(), end, i) == end;
    if (is_free && frame.components[i].id == id) return i;
  }
  return -1;
}

Result<void> TakeTables(JpegScan& scan, int at, uint8_t selectors, const JpegFrame& frame,
                        const JpegTables& tables) {
  const int dc = selectors >> 4;
  const int ac = selectors & 15;
  if (dc > 3 || ac > 3) return Impossible();
  scan.dc_tables[at] = tables.Dc(dc);
  scan.ac_tables[at] = tables.Ac(ac);
  const bool needs_dc = scan.codes_dc() && !scan.refines();
  const bool needs_ac = !frame.progressive || !scan.codes_dc();
  if ((needs_dc && scan.dc_tables[at].empty()) || (needs_ac && scan.ac_tables[at].empty())) {
    return Damaged("a Huffman table that the JPEG uses is missing");
  }
  return {};
}

Result<void> TakeComponents(JpegScan& scan, ByteSpan pairs, const JpegFrame& frame,
                            const JpegTables& tables) {
  for (int i = 0; i < scan.component_count; ++i) {
    const int component = FindComponent(frame, scan, i, pairs[size_t{2} * i]);
    if (component < 0) return Impossible();
    TRY(TakeTables(scan, i, pairs[size_t{2} * i + 1], frame, tables));
    scan.components[i] = component;
    const int steps = frame.components[component].quantisation_table;
    if (tables.Quantisation(steps).empty()) {
      return Damaged("a quantisation table that the JPEG uses is missing");
    }
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
  JpegScan scan{.component_count = count};
  if (!TakeCoefficients(scan, segment.last(3), frame)) return Impossible();
  TRY(TakeComponents(scan, segment.subspan(1), frame, tables));
  return scan;
}

// A scan of one component has a block as its unit, any other the MCU.
int64_t JpegScan::Mcus(const JpegFrame& frame) const {
  if (component_count == 1) return frame.BlocksAlone(components[0]);
  return frame.McusAcross() * frame.McusDown();
}

int64_t JpegScan::McusAcross(const JpegFrame& frame) const {
  return component_count == 1 ? frame.BlocksAcrossAlone(components[0]) : frame.McusAcross();
}

int64_t JpegScan::Blocks(const JpegFrame& frame) const {
  if (component_count == 1) return frame.BlocksAlone(components[0]);
  int64_t blocks = 0;
  for (int i = 0; i < component_count; ++i) blocks += frame.BlocksInMcus(components[i]);
  return blocks;
}

// A block of a sequential scan has a code for its first coefficient and one for the end of the
// others; a first coefficient alone has one code or, when refined, one bit. Further coefficients
// of progressive scans may all be skipped.
int64_t JpegScan::FewestBits(const JpegFrame& frame) const {
  if (!codes_dc()) return 0;
  return frame.progressive ? Blocks(frame) : Blocks(frame) * 2;
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
// restart markers. Markers below C0 do not occur in pictures, so one of them is a damaged 00.
JpegCodedData MeasureJpegCodedData(ByteSpan file, size_t begin) {
  size_t at = NextFF(file, begin);
  while (at < file.size()) {
    const size_t ff = at;
    while (at < file.size() && file[at] == 0xFF) ++at;
    if (at == file.size()) break;
    const uint8_t marker = file[at];
    if (marker >= jpeg_marker::kBaseline && !jpeg_marker::IsRestart(marker)) {
      return {.coded = file.subspan(begin, ff - begin), .end = ff};
    }
    at = NextFF(file, at);
  }
  return {.coded = file.subspan(begin), .end = file.size()};
}

JpegCoverage::JpegCoverage() {
  for (auto& bits : bit_) bits.fill(kNothing);
}

bool JpegCoverage::Add(const JpegScan& scan, const JpegFrame& frame) {
  bool continues = true;
  for (int i = 0; i < scan.component_count; ++i) {
    auto& bits = bit_[scan.components[i]];
    if (!scan.codes_dc() && bits[0] == kNothing) continues = false;
    const int last = frame.progressive ? scan.last : kLastCoefficient;
    for (int k = scan.first; k <= last; ++k) {
      const int want = bits[k] == kNothing ? 0 : bits[k];
      if (frame.progressive && scan.bit_before != want) continues = false;
      // A first bit cannot be refined.
      if (scan.refines() && bits[k] == kNothing) continue;
      bits[k] = static_cast<int8_t>(scan.bit);
    }
  }
  return continues;
}

Result<void> JpegCoverage::CheckBegun(const JpegFrame& frame) const {
  for (int i = 0; i < frame.component_count; ++i) {
    if (bit_[i][0] != kNothing) continue;
    return Damaged("the data of one of the JPEG's colour components is missing");
  }
  return {};
}

bool JpegCoverage::IsComplete(const JpegFrame& frame) const {
  const auto known = [](const auto& bits) {
    return std::ranges::all_of(bits, [](int8_t bit) { return bit == 0; });
  };
  return std::all_of(bit_.begin(), bit_.begin() + frame.component_count, known);
}

}  // namespace glance
