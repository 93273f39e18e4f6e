// From the samples of a JPEG's components to RGB8, while the decoder goes from top to bottom: only
// two rows of MCUs of each component are kept.
#pragma once

#include <array>
#include <cstdint>

#include "base/buffer.h"
#include "base/result.h"
#include "image/image.h"
#include "image/jpeg/structure.h"
#include "image/stb.h"

namespace glance {

class JpegPainter {
 public:
  // Fails with memory/exhausted.
  static Result<JpegPainter> Create(const JpegFrame& frame, JpegColours colours);
  static uint64_t MemoryBytes(const JpegFrame& frame);

  // Makes the samples of a row of MCUs grey: what no block is set of stays so.
  void ClearMcuRow(int mcu_row);
  // Sets the samples of one block, `column` and `row` counted in blocks of the component. Takes the
  // coefficients row by row, multiplied by their quantisation. Its row of MCUs was cleared last.
  void SetBlock(int component, int column, int row, int16_t* coefficients) {
    Plane& plane = planes_[component];
    uint8_t* top = plane.Row(int64_t{8} * row);
    InverseDct(top + int64_t{8} * column, plane.stride, coefficients);
  }
  // Paints the pixels that are known once the first `mcu_rows` rows of MCUs are set.
  void Paint(int mcu_rows);
  Result<Image> Take() &&;

 private:
  struct Plane {
    Buffer<uint8_t> samples;  // rows one after the other, the third row of MCUs over the first
    Buffer<uint8_t> line;     // one row as wide as the picture
    int stride = 0, kept_rows = 0;
    int width = 0, height = 0;  // without what fills the MCUs
    int across = 1, down = 1;   // pixels of the picture for one sample
    Resampler resample = nullptr;

    uint8_t* Row(int64_t row) { return samples.data() + row % kept_rows * stride; }
    int LastRowFor(int y) const;
    const uint8_t* Resample(int y);
  };

  JpegPainter() = default;
  static Result<Plane> MakePlane(const JpegFrame& frame, int component);
  bool IsKnown(int y, int mcu_rows) const;
  void PaintRow(int y);

  JpegFrame frame_;
  JpegColours colours_{};
  std::array<Plane, 4> planes_;
  Buffer<uint8_t> rgb_;
  int next_y_ = 0;
};

}  // namespace glance
