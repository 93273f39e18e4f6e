#include "image/jpeg/segments.h"

#include <string>

#include "image/bytes.h"
#include "image/image_errors.h"

namespace glance {

// FF FF is a fill byte, FF 00 is no marker.
Result<uint8_t> JpegSegmentReader::NextMarker() {
  for (;;) {
    while (position_ < file_.size() && file_[position_] != 0xFF) ++position_;
    while (position_ < file_.size() && file_[position_] == 0xFF) ++position_;
    if (position_ >= file_.size()) return CutShort("JPEG", file_.size());
    const uint8_t marker = file_[position_++];
    if (marker != 0 && !jpeg_marker::IsBare(marker)) return marker;
  }
}

Result<JpegSegment> JpegSegmentReader::Next() {
  TRY_ASSIGN(const uint8_t marker, NextMarker());
  if (marker == jpeg_marker::kEndOfImage) return JpegSegment{.marker = marker};
  if (marker == jpeg_marker::kStartOfImage || marker < jpeg_marker::kBaseline) {
    return Damaged({"the JPEG has a part at byte ", GroupDigits(position_ - 2),
                    " that does not belong there"});
  }
  const ByteSpan rest = file_.subspan(position_);
  if (rest.size() < 2) return CutShort("JPEG", file_.size());
  size_t length = ReadU16Be(rest, 0);  // counts itself, not the marker
  // Some programs write 0 for a note without content.
  if (length < 2 && jpeg_marker::IsNote(marker)) length = 2;
  if (length < 2) return Damaged("a segment of the JPEG has an impossible length");
  if (length > rest.size()) return CutShort("JPEG", file_.size());
  const ByteSpan whole = file_.subspan(position_ - 2, length + 2);
  position_ += length;
  return JpegSegment{.marker = marker, .content = whole.subspan(4), .whole = whole};
}

}  // namespace glance
