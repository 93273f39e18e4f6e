// Two passes, each rounded to 8 bits, so their order shows in the last bit. Rows are computed as
// they are needed; neither pass exists as a whole picture.
#include "preprocess/resample.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>

#include "base/buffer.h"
#include "base/checked_math.h"
#include "base/result.h"
#include "glance/preprocessing.h"
#include "image/image.h"
#include "image/orientation.h"
#include "preprocess/coefficients.h"
#include "preprocess/geometry.h"
#include "preprocess/horizontal_pass.h"
#include "preprocess/vertical_pass.h"

namespace glance {
namespace {

// Along the stored picture's axes.
struct Passes {
  AxisCoefficients columns, rows;
};

// Which pass Pillow 13 does first, for speed: the vertical one when it removes more than twice as
// many rows as the horizontal one removes columns. Earlier versions always did the horizontal one
// first.
bool IsVerticalFirst(Size source, Size resized) {
  const int64_t rows_removed = int64_t{source.height_px} - resized.height_px;
  const int64_t columns_removed = int64_t{source.width_px} - resized.width_px;
  return rows_removed > 0 && rows_removed > 2 * columns_removed;
}

const uint8_t* PixelAt(const Image& image, int x, size_t y) {
  const size_t index = y * static_cast<size_t>(image.width_px()) + static_cast<size_t>(x);
  return image.pixels().data() + index * Image::kChannels;
}

// The rows of a picture, resampled horizontally, that one output row needs: `row_count` consecutive
// rows in a ring, each computed once as the window moves down. Row y is at y modulo the number of
// rows. Refers to `image` and `columns`, which must outlive it.
class RowWindow {
 public:
  // Fails with memory/exhausted.
  static Result<RowWindow> Create(const Image& image, const AxisCoefficients& columns,
                                  size_t row_count);

  // Makes the picture's rows first .. first + row_count - 1 available; `first` never decreases.
  void MoveTo(size_t first);

  // Row `y` of the picture, (columns.first.size(), 3).
  const uint8_t* Row(size_t y) const { return ring_.data() + y % row_count_ * row_bytes_; }

 private:
  RowWindow(const Image& image, const AxisCoefficients& columns, RowResampler resampler,
            size_t row_count);

  const Image* image_;
  size_t first_column_;  // of the picture, that any output reads
  RowResampler resampler_;
  size_t row_count_;
  size_t row_bytes_;
  size_t next_row_ = 0;  // of the picture; rows below it are still to be computed
  Buffer<uint8_t> ring_;
};

RowWindow::RowWindow(const Image& image, const AxisCoefficients& columns, RowResampler resampler,
                     size_t row_count)
    : image_(&image),
      first_column_(static_cast<size_t>(columns.SourceRange().begin)),
      resampler_(std::move(resampler)),
      row_count_(row_count),
      row_bytes_(columns.first.size() * Image::kChannels) {}

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
    resampler_.Resample(image_->pixels().data() + first_pixel * Image::kChannels, slot);
  }
}

// The rows that make one output row, for BlendRows.
Result<Buffer<const uint8_t*>> CreateRowList(const AxisCoefficients& rows) {
  return Buffer<const uint8_t*>::Create(static_cast<size_t>(rows.taps));
}

Result<void> ResampleHorizontalFirst(const Image& image, const Passes& passes, Image& target) {
  const auto& [columns, rows] = passes;
  const size_t row_bytes = static_cast<size_t>(target.width_px()) * Image::kChannels;
  TRY_ASSIGN(auto list, CreateRowList(rows));
  TRY_ASSIGN(RowWindow window, RowWindow::Create(image, columns, list.size()));
  for (size_t y = 0; y < rows.first.size(); ++y) {
    const auto first = static_cast<size_t>(rows.first.data()[y]);
    window.MoveTo(first);
    for (size_t t = 0; t < list.size(); ++t) list.data()[t] = window.Row(first + t);
    BlendRows(list.span(), rows.WeightsOf(y), row_bytes, target.pixels().data() + y * row_bytes);
  }
  return {};
}

Result<void> ResampleVerticalFirst(const Image& image, const Passes& passes, Image& target) {
  const auto& [columns, rows] = passes;
  const auto [begin, end] = columns.SourceRange();
  const auto blended_bytes = static_cast<size_t>(end - begin) * Image::kChannels;
  TRY_ASSIGN(Buffer<uint8_t> blended, Buffer<uint8_t>::Create(blended_bytes));
  TRY_ASSIGN(RowResampler resampler, RowResampler::Create(columns));
  TRY_ASSIGN(auto list, CreateRowList(rows));
  const size_t row_bytes = static_cast<size_t>(target.width_px()) * Image::kChannels;
  for (size_t y = 0; y < rows.first.size(); ++y) {
    const auto first = static_cast<size_t>(rows.first.data()[y]);
    for (size_t t = 0; t < list.size(); ++t) list.data()[t] = PixelAt(image, begin, first + t);
    BlendRows(list.span(), rows.WeightsOf(y), blended_bytes, blended.data());
    resampler.Resample(blended.data(), target.pixels().data() + y * row_bytes);
  }
  return {};
}

// The passes along the axes of the stored picture: the same sums in the same order however the
// picture is stored.
Passes AlongStoredAxes(Passes upright, Size upright_size, const StoredAxes& axes) {
  auto [height, width] = upright_size;
  if (axes.swaps_axes) {
    std::swap(upright.columns, upright.rows);
    std::swap(height, width);
  }
  if (axes.columns_run_backwards) upright.columns = Mirrored(std::move(upright.columns), width);
  if (axes.rows_run_backwards) upright.rows = Mirrored(std::move(upright.rows), height);
  return upright;
}

}  // namespace

Result<Image> ResampleRegion(const Image& image, const ResizedPart& part, ResampleFilter filter,
                             int exif_orientation) {
  const auto& [source, resized, wanted] = part;
  const StoredAxes axes = StoredAxesOf(exif_orientation);
  const auto [height, width] = SizeOf(wanted);
  // First what is largest, so that a size out of reach fails before anything is computed.
  TRY_ASSIGN(Image target, axes.swaps_axes ? Image::CreateBlack(height, width)
                                           : Image::CreateBlack(width, height));
  Passes passes;
  TRY_ASSIGN(
      passes.columns,
      ComputeCoefficients({source.width, resized.width_px, wanted.x, width, source.x}, filter));
  TRY_ASSIGN(
      passes.rows,
      ComputeCoefficients({source.height, resized.height_px, wanted.y, height, source.y}, filter));
  passes = AlongStoredAxes(std::move(passes), UprightSize(image, exif_orientation), axes);
  const bool vertical_first = IsVerticalFirst(SizeOf(source), resized) != axes.swaps_axes;
  TRY((vertical_first ? ResampleVerticalFirst : ResampleHorizontalFirst)(image, passes, target));
  return Orient(std::move(target), exif_orientation);
}

}  // namespace glance
