// A source row y lives in slot y modulo the number of rows: it is overwritten when it has left.
#include "preprocess/row_window.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "base/buffer.h"
#include "base/result.h"
#include "image/image.h"
#include "preprocess/coefficients.h"
#include "preprocess/passes.h"
#include "preprocess/value_count.h"

namespace glance {

RowWindow::RowWindow(const Image& image, const AxisCoefficients& columns, size_t row_count)
    : image_(&image),
      columns_(&columns),
      row_count_(row_count),
      row_bytes_(columns.first.size() * kChannels) {}

Result<RowWindow> RowWindow::Create(const Image& image, const AxisCoefficients& columns,
                                    size_t row_count) {
  RowWindow window(image, columns, row_count);
  TRY_ASSIGN(window.ring_, Buffer<uint8_t>::Create(ValueCount(window.row_bytes_, row_count)));
  return window;
}

void RowWindow::MoveTo(size_t first) {
  const size_t source_row_bytes = static_cast<size_t>(image_->width_px) * kChannels;
  next_row_ = std::max(next_row_, first);
  for (; next_row_ < first + row_count_; ++next_row_) {
    uint8_t* slot = ring_.data() + next_row_ % row_count_ * row_bytes_;
    ResampleRow(image_->pixels.data() + next_row_ * source_row_bytes, 0, *columns_, slot);
  }
}

}  // namespace glance
