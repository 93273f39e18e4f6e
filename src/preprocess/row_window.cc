// A source row y lives in slot y modulo the number of rows: it is overwritten when it has left.
#include "preprocess/row_window.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>

#include "base/buffer.h"
#include "base/checked_math.h"
#include "base/result.h"
#include "image/image.h"
#include "preprocess/coefficients.h"
#include "preprocess/passes.h"

namespace glance {

RowWindow::RowWindow(const Image& image, const AxisCoefficients& columns, RowResampler resampler,
                     size_t row_count)
    : image_(&image),
      first_column_(static_cast<size_t>(columns.SourceRange().begin)),
      resampler_(std::move(resampler)),
      row_count_(row_count),
      row_bytes_(columns.first.size() * kChannels) {}

Result<RowWindow> RowWindow::Create(const Image& image, const AxisCoefficients& columns,
                                    size_t row_count) {
  TRY_ASSIGN(RowResampler resampler, RowResampler::Create(columns));
  RowWindow window(image, columns, std::move(resampler), row_count);
  TRY_ASSIGN(window.ring_, Buffer<uint8_t>::Create(ValueCount(window.row_bytes_, row_count)));
  return window;
}

void RowWindow::MoveTo(size_t first) {
  const auto width = static_cast<size_t>(image_->width_px());
  next_row_ = std::max(next_row_, first);
  for (; next_row_ < first + row_count_; ++next_row_) {
    uint8_t* slot = ring_.data() + next_row_ % row_count_ * row_bytes_;
    const size_t first_pixel = next_row_ * width + first_column_;
    resampler_.Resample(image_->pixels().data() + first_pixel * kChannels, slot);
  }
}

}  // namespace glance
