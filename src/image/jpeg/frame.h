// The frame header (SOF) of a JPEG file: its process, size and components.
#pragma once

#include <array>
#include <cstdint>

#include "base/buffer.h"
#include "base/result.h"

namespace glance {

struct JpegComponent {
  uint8_t id;
  int across, down;        // sampling factors, 1..4: blocks of an MCU
  int quantisation_table;  // 0..3
};

struct JpegFrame {
  bool progressive = false;
  int width_px = 0;         // 1..65535
  int height_px = 0;        // 1..65535
  int component_count = 0;  // 1, 3 or 4
  std::array<JpegComponent, 4> components{};
  int max_across = 1, max_down = 1;  // largest sampling factors

  // Whole MCUs (the units of an interleaved scan) that cover the picture.
  int64_t McusAcross() const;
  int64_t McusDown() const;
  // 8 x 8 blocks of one component: those that cover its pixels, and those of whole MCUs.
  int64_t BlocksAlone(int component) const;
  int64_t BlocksAcrossAlone(int component) const;
  int64_t BlocksInMcus(int component) const;
};

// `marker` is that of the frame, `segment` its content. Fails with image/unsupported-jpeg (the kind
// is named) or image/damaged.
Result<JpegFrame> ParseJpegFrame(uint8_t marker, ByteSpan segment);

}  // namespace glance
