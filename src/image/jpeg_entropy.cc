// T.81, B.1.1.5: in coded data FF is followed by 00; FF FF is a fill byte; FF D0 to FF D7 are
// restart markers, counted modulo 8; FF with anything else ends the data.
#include "image/jpeg_entropy.h"

#include <cstring>

#include "image/damaged.h"
#include "image/jpeg_markers.h"

namespace glance {
namespace {

// Offset of the next FF at or after `from`; the file's size when there is none.
size_t NextFF(ByteSpan file, size_t from) {
  if (from >= file.size()) return file.size();
  const void* found = std::memchr(&file[from], 0xFF, file.size() - from);
  return found == nullptr ? file.size() : static_cast<const uint8_t*>(found) - file.data();
}

}  // namespace

Result<JpegEntropyData> MeasureJpegEntropyData(ByteSpan file, size_t begin) {
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
      return JpegEntropyData{.coded = file.subspan(begin, coded_end - begin),
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

}  // namespace glance
