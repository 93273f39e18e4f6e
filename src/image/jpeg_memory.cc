// Derived from stb_image 2.30's JPEG path, block by block: each component has a plane of whole
// MCUs, in a progressive file also its coefficients (2 bytes each); these and the stream stay until
// the RGB picture is full. Turning comes after that. Tables of a few kilobytes are not counted.
#include "image/jpeg_memory.h"

#include <algorithm>

#include "image/jpeg_stream.h"

namespace glance {

uint64_t JpegPeakBytes(const JpegStructure& jpeg, bool turned) {
  const JpegFrame& frame = jpeg.frame;
  uint64_t planes = 0;
  for (int i = 0; i < frame.component_count; ++i) {
    planes += static_cast<uint64_t>(frame.BlocksInMcus(i)) * 64;
  }
  const uint64_t coefficients = frame.progressive ? planes * 2 : 0;
  const uint64_t one_line_each = uint64_t{4} * frame.width_px;
  const uint64_t picture = uint64_t{3} * frame.width_px * frame.height_px;
  const uint64_t decoding = JpegStreamBytes(jpeg) + planes + coefficients + one_line_each + picture;
  return turned ? std::max(decoding, picture * 2) : decoding;
}

}  // namespace glance
