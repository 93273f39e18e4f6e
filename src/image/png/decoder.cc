// Unpacks all rows, then takes the filters off one row after the other (PNG specification, 9) and
// writes its pixels as RGB8: samples of 16 bits lose their lower byte, as Pillow's do.
#include "image/png/decoder.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <cstring>
#include <utility>

#include "image/image_errors.h"
#include "image/png/inflate.h"

namespace glance {
namespace {

constexpr int kRgb = 3;
constexpr uint8_t kGrey = 128;

// The content of the IDAT chunks. ReadPngStructure walked the same chunks, so no step can fail.
class ImageData : public ByteSource {
 public:
  explicit ImageData(const PngStructure& png)
      : reader_(png.first_image_data, 0), chunks_left_(png.image_chunks) {}

  ByteSpan Next(bool& ended) override {
    const auto chunk = reader_.Next();
    if (!chunk) {
      ended = true;
      return {};
    }
    if (chunk->type != "IDAT") return {};
    ended = --chunks_left_ == 0;
    return chunk->data;
  }

 private:
  PngChunkReader reader_;
  int chunks_left_;
};

// The neighbour that left + above - corner is nearest to.
int Paeth(int left, int above, int corner) {
  const int to_left = std::abs(above - corner);
  const int to_above = std::abs(left - corner);
  const int to_corner = std::abs(left + above - 2 * corner);
  if (to_left <= to_above && to_left <= to_corner) return left;
  return to_above <= to_corner ? above : corner;
}

// Adds to each byte what predict(left, above, corner) says.
template <typename Predict>
void AddPredicted(std::span<uint8_t> row, const uint8_t* above, size_t pixel_bytes,
                  const Predict& predict) {
  for (size_t i = 0; i < pixel_bytes && i < row.size(); ++i) {
    row[i] = static_cast<uint8_t>(row[i] + predict(0, above[i], 0));
  }
  for (size_t i = pixel_bytes; i < row.size(); ++i) {
    const size_t left = i - pixel_bytes;
    row[i] = static_cast<uint8_t>(row[i] + predict(row[left], above[i], above[left]));
  }
}

// `above` is the row above without its filter, zeros for the first. False when there is no such
// filter.
bool TakeFilterOff(int filter, std::span<uint8_t> row, const uint8_t* above, size_t pixel_bytes) {
  switch (filter) {
    case 0:
      return true;
    case 1:
      AddPredicted(row, above, pixel_bytes, [](int left, int, int) { return left; });
      return true;
    case 2:
      for (size_t i = 0; i < row.size(); ++i) row[i] = static_cast<uint8_t>(row[i] + above[i]);
      return true;
    case 3:
      AddPredicted(row, above, pixel_bytes, [](int left, int up, int) { return (left + up) / 2; });
      return true;
    case 4:
      AddPredicted(row, above, pixel_bytes, Paeth);
      return true;
    default:
      return false;
  }
}

class PngPainter {
 public:
  static Result<PngPainter> Create(const PngStructure& png) {
    PngPainter painter(png);
    const PngHeader& header = png.header;
    const auto filtered = static_cast<size_t>(PngFilteredBytes(header));
    const auto row_bytes = static_cast<size_t>(PngRowBytes(header, header.width_px));
    const size_t pixels = size_t{header.width_px} * header.height_px;
    TRY_ASSIGN(painter.filtered_, Buffer<uint8_t>::Create(filtered));
    TRY_ASSIGN(painter.zeros_, Buffer<uint8_t>::Create(row_bytes));
    TRY_ASSIGN(painter.rgb_, Buffer<uint8_t>::Create(kRgb * pixels));
    return painter;
  }

  InflateEnd Unpack() {
    ImageData data(png_);
    const Inflated inflated = Inflate(data, filtered_.span());
    unpacked_bytes_ = inflated.bytes;
    return inflated.end;
  }
  bool is_all_unpacked() const { return unpacked_bytes_ == filtered_.size(); }

  // Returns how many rows of the picture are missing at its end; those of a last pass are copies of
  // the row above.
  uint32_t Paint() {
    for (const PngPass& pass : PngPasses(png_.header)) {
      const uint32_t width = pass.Width(png_.header);
      if (width == 0) continue;
      const uint32_t height = pass.Height(png_.header);
      for (uint32_t y = 0; y < height; ++y) {
        if (!PaintRow(pass, y, width)) return FillFrom(pass, y);
      }
    }
    return 0;
  }

  bool lacks_detail() const { return lacks_detail_; }
  bool is_beyond_palette() const { return is_beyond_palette_; }
  Result<Image> Take() && {
    return Image::Create(static_cast<int>(png_.header.width_px),
                         static_cast<int>(png_.header.height_px), std::move(rgb_));
  }

 private:
  explicit PngPainter(const PngStructure& png) : png_(png) {
    if (png.header.has_palette) std::ranges::copy(png.palette, palette_.begin());
  }

  bool PaintRow(const PngPass& pass, uint32_t y, uint32_t width) {
    const auto bytes = static_cast<size_t>(PngRowBytes(png_.header, width));
    if (at_ + 1 + bytes > unpacked_bytes_) return false;
    const std::span<uint8_t> row = filtered_.span().subspan(at_ + 1, bytes);
    const uint8_t* above = y == 0 ? zeros_.data() : row.data() - bytes - 1;
    const size_t pixel_bytes = std::max(1, png_.header.channels * png_.header.bit_depth / 8);
    if (!TakeFilterOff(filtered_.data()[at_], row, above, pixel_bytes)) return false;
    at_ += 1 + bytes;
    uint8_t* rgb =
        rgb_.data() + RowAt(pass.first_y + y * pass.step_y) + size_t{kRgb} * pass.first_x;
    PutPixels(row.data(), width, rgb, size_t{kRgb} * pass.step_x);
    return true;
  }

  size_t RowAt(uint32_t y) const { return size_t{kRgb} * png_.header.width_px * y; }

  void PutPixels(const uint8_t* row, uint32_t width, uint8_t* rgb, size_t step) {
    const PngHeader& header = png_.header;
    if (header.bit_depth < 8) return PutSmall(row, width, rgb, step);
    const size_t sample_bytes = header.bit_depth / 8;
    const size_t pixel_bytes = header.channels * sample_bytes;
    if (header.has_palette) {
      for (uint32_t x = 0; x < width; ++x) PutColour(row[x], rgb + x * step);
      return;
    }
    const bool is_grey = header.channels < kRgb;
    const size_t green = is_grey ? 0 : sample_bytes;
    const size_t blue = 2 * green;
    for (uint32_t x = 0; x < width; ++x, row += pixel_bytes, rgb += step) {
      rgb[0] = row[0];
      rgb[1] = row[green];
      rgb[2] = row[blue];
    }
  }

  // Several pixels in a byte: greys or indices into the palette.
  void PutSmall(const uint8_t* row, uint32_t width, uint8_t* rgb, size_t step) {
    const int depth = png_.header.bit_depth;
    const int largest = (1 << depth) - 1;
    for (uint32_t x = 0; x < width; ++x, rgb += step) {
      const size_t bit = size_t{x} * depth;
      const int value = row[bit / 8] >> (8 - depth - static_cast<int>(bit % 8)) & largest;
      if (png_.header.has_palette) {
        PutColour(value, rgb);
      } else {
        std::fill_n(rgb, kRgb, static_cast<uint8_t>(value * 255 / largest));
      }
    }
  }

  // Colours that the palette does not have are black.
  void PutColour(int index, uint8_t* rgb) {
    if (size_t{kRgb} * index >= png_.palette.size()) is_beyond_palette_ = true;
    std::memcpy(rgb, &palette_[size_t{kRgb} * index], kRgb);
  }

  uint32_t FillFrom(const PngPass& pass, uint32_t y) {
    const PngHeader& header = png_.header;
    const bool is_last_pass = &pass == &PngPasses(header).back();
    if (header.interlaced && !is_last_pass) return header.height_px;
    if (header.interlaced) {
      lacks_detail_ = true;
      for (uint32_t at = pass.first_y + y * pass.step_y; at < header.height_px; at += pass.step_y) {
        std::memcpy(rgb_.data() + RowAt(at), rgb_.data() + RowAt(at - 1), RowAt(1));
      }
      return 0;
    }
    std::memset(rgb_.data() + RowAt(y), kGrey, RowAt(header.height_px - y));
    return header.height_px - y;
  }

  const PngStructure& png_;
  std::array<uint8_t, size_t{kRgb} * 256> palette_{};
  Buffer<uint8_t> filtered_;  // rows as they are packed, each behind the byte of its filter
  Buffer<uint8_t> zeros_;     // above the first row
  Buffer<uint8_t> rgb_;
  size_t unpacked_bytes_ = 0;
  size_t at_ = 0;  // of the next row in `filtered_`
  bool lacks_detail_ = false;
  bool is_beyond_palette_ = false;
};

std::string Describe(const PngStructure& png, const PngPainter& painter, InflateEnd end,
                     uint32_t missing_rows, bool is_upright) {
  if (missing_rows > 0) return DescribeMissing(missing_rows, png.header.height_px, is_upright);
  if (painter.lacks_detail()) return "a part of its detail is missing";
  if (png.has_wrong_checksum || !png.is_header_sure) return "a part of it has a wrong checksum";
  if (painter.is_beyond_palette()) return "it uses colours that its palette does not have";
  if (end == InflateEnd::kMore) return "it holds more than its pixels";
  return png.has_end && end == InflateEnd::kComplete ? "" : "its end is missing";
}

}  // namespace

Result<DecodedPng> DecodePngStructure(const PngStructure& png, bool is_upright,
                                      uint64_t file_bytes) {
  TRY_ASSIGN(PngPainter painter, PngPainter::Create(png));
  const InflateEnd end = painter.Unpack();
  const bool fits = painter.is_all_unpacked() && end == InflateEnd::kComplete;
  if (!png.is_header_sure && !fits) return Damaged("the PNG's header has a wrong checksum");
  const uint32_t missing_rows = painter.Paint();
  if (missing_rows > png.header.height_px - missing_rows) {
    if (!png.has_end) return CutShort("PNG", file_bytes);
    return Damaged("more than half of the PNG's rows are missing or wrong");
  }
  std::string damage = Describe(png, painter, end, missing_rows, is_upright);
  TRY_ASSIGN(Image image, std::move(painter).Take());
  return DecodedPng{.image = std::move(image), .damage = std::move(damage)};
}

uint64_t PngPeakBytes(const PngStructure& png, bool turned) {
  const PngHeader& header = png.header;
  const uint64_t picture = uint64_t{kRgb} * header.width_px * header.height_px;
  const uint64_t decoding =
      PngFilteredBytes(header) + PngRowBytes(header, header.width_px) + picture;
  return turned ? std::max(decoding, picture * 2) : decoding;
}

}  // namespace glance
