#include "image/jpeg/bits.h"

#include "image/jpeg/segments.h"

namespace glance {

// T.81, B.1.1.5: FF is followed by 00 in coded data; FF FF is a fill byte. Another byte there can
// only be a damaged 00: MeasureJpegCodedData ends the data at every marker but restart markers.
void JpegBits::RefillSlowly() {
  while (count_ <= 56) {
    if (at_ == end_) {
      zeros_ += 8;
      count_ += 8;
      continue;
    }
    if (*at_ != 0xFF) {
      AddByte(*at_++);
      continue;
    }
    const uint8_t* next = at_ + 1;
    while (next != end_ && *next == 0xFF) ++next;
    if (next == end_) {
      at_ = end_;
    } else if (jpeg_marker::IsRestart(*next)) {
      zeros_ += 8;
      count_ += 8;
    } else {
      has_wrong_stuffing_ |= *next != 0;
      AddByte(0xFF);
      at_ = next + 1;
    }
  }
}

JpegBits::Marker JpegBits::FindRestart() {
  Marker marker{.found = false, .number = 0, .spare_data = BitsLeft() >= 8};
  while (at_ != end_) {
    if (*at_++ != 0xFF) {
      marker.spare_data = true;
      continue;
    }
    while (at_ != end_ && *at_ == 0xFF) ++at_;
    if (at_ == end_) break;
    if (jpeg_marker::IsRestart(*at_)) {
      marker.found = true;
      marker.number = *at_ - jpeg_marker::kFirstRestart;
      --at_;
      break;
    }
    marker.spare_data = true;
  }
  bits_ = 0;
  count_ = zeros_ = 0;
  return marker;
}

void JpegBits::PassRestart() { at_ += 2; }

}  // namespace glance
