// Two passes, each rounded to 8 bits, so their order shows in the last bit. Rows are computed as
// they are needed; neither pass exists as a whole picture.
#include "preprocess/resample.h"

#include <cstddef>
#include <cstdint>
#include <utility>

#include "base/buffer.h"
#include "base/result.h"
#include "image/image.h"
#include "preprocess/coefficients.h"
#include "preprocess/geometry.h"
#include "preprocess/passes.h"
#include "preprocess/preprocess.h"
#include "preprocess/row_window.h"
#include "preprocess/value_count.h"

namespace glance {
namespace {

struct Passes {
  AxisCoefficients columns, rows;
};

// Pillow 13's choice (earlier versions always began horizontally), for the sake of speed: down the
// columns first when that removes more than twice as many rows as the other pass removes columns.
bool IsVerticalFirst(const Image& image, Size resized) {
  const int64_t rows_removed = int64_t{image.height_px} - resized.height_px;
  const int64_t columns_removed = int64_t{image.width_px} - resized.width_px;
  return rows_removed > 0 && rows_removed > 2 * columns_removed;
}

const uint8_t* PixelAt(const Image& image, int x, size_t y) {
  const size_t index = y * static_cast<size_t>(image.width_px) + static_cast<size_t>(x);
  return image.pixels.data() + index * kChannels;
}

Result<Image> EmptyImage(Size size) {
  const uint64_t row_bytes = static_cast<uint64_t>(size.width_px) * kChannels;
  TRY_ASSIGN(Buffer<uint8_t> pixels,
             Buffer<uint8_t>::Create(ValueCount(row_bytes, static_cast<uint64_t>(size.height_px))));
  return Image{size.width_px, size.height_px, std::move(pixels)};
}

// What BlendRows needs for rows of `row_bytes` bytes.
struct BlendScratch {
  Buffer<const uint8_t*> rows;
  Buffer<int32_t> sums;
};

Result<BlendScratch> CreateScratch(int taps, size_t row_bytes) {
  BlendScratch scratch;
  TRY_ASSIGN(scratch.rows, Buffer<const uint8_t*>::Create(static_cast<size_t>(taps)));
  TRY_ASSIGN(scratch.sums, Buffer<int32_t>::Create(row_bytes));
  return scratch;
}

Result<void> ResampleHorizontalFirst(const Image& image, const Passes& passes, Image& target) {
  const auto& [columns, rows] = passes;
  const size_t row_bytes = static_cast<size_t>(target.width_px) * kChannels;
  TRY_ASSIGN(BlendScratch scratch, CreateScratch(rows.taps, row_bytes));
  TRY_ASSIGN(RowWindow window, RowWindow::Create(image, columns, scratch.rows.size()));
  for (size_t y = 0; y < rows.first.size(); ++y) {
    const auto first = static_cast<size_t>(rows.first.data()[y]);
    window.MoveTo(first);
    for (size_t t = 0; t < scratch.rows.size(); ++t) scratch.rows.data()[t] = window.Row(first + t);
    BlendRows(scratch.rows.span(), rows.WeightsOf(y), scratch.sums.span(),
              target.pixels.data() + y * row_bytes);
  }
  return {};
}

Result<void> ResampleVerticalFirst(const Image& image, const Passes& passes, Image& target) {
  const auto& [columns, rows] = passes;
  const auto [begin, end] = columns.SourceRange();
  const auto blended_bytes = static_cast<size_t>(end - begin) * kChannels;
  TRY_ASSIGN(Buffer<uint8_t> blended, Buffer<uint8_t>::Create(blended_bytes));
  TRY_ASSIGN(BlendScratch scratch, CreateScratch(rows.taps, blended_bytes));
  const size_t row_bytes = static_cast<size_t>(target.width_px) * kChannels;
  for (size_t y = 0; y < rows.first.size(); ++y) {
    const auto first = static_cast<size_t>(rows.first.data()[y]);
    for (size_t t = 0; t < scratch.rows.size(); ++t) {
      scratch.rows.data()[t] = PixelAt(image, begin, first + t);
    }
    BlendRows(scratch.rows.span(), rows.WeightsOf(y), scratch.sums.span(), blended.data());
    ResampleRow(blended.data(), begin, columns, target.pixels.data() + y * row_bytes);
  }
  return {};
}

}  // namespace

Result<Image> ResampleRegion(const Image& image, Size resized, const Region& region,
                             ResampleFilter filter) {
  const auto [height, width] = region.size;
  // First what is largest, so that a size out of reach fails before anything is computed.
  TRY_ASSIGN(Image target, EmptyImage(region.size));
  Passes passes;
  TRY_ASSIGN(
      passes.columns,
      ComputeCoefficients({image.width_px, resized.width_px, region.left_px, width}, filter));
  TRY_ASSIGN(passes.rows, ComputeCoefficients(
                              {image.height_px, resized.height_px, region.top_px, height}, filter));
  const auto resample =
      IsVerticalFirst(image, resized) ? ResampleVerticalFirst : ResampleHorizontalFirst;
  TRY(resample(image, passes, target));
  return target;
}

}  // namespace glance
