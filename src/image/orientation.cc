#include "image/orientation.h"

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <utility>

#include "image/bytes.h"

namespace glance {
namespace {

using std::string_view_literals::operator""sv;

constexpr size_t kTiffHeaderBytes = 8;
constexpr size_t kEntryBytes = 12;  // tag (2), type (2), count (4), value (4)
constexpr uint16_t kOrientationTag = 0x0112;
constexpr uint16_t kTypeShort = 3;

// Reads a TIFF structure in its own byte order. Offsets must lie inside.
struct TiffReader {
  ByteSpan bytes;
  bool little_endian;

  uint16_t U16(size_t offset) const {
    const uint16_t value = ReadU16Be(bytes, offset);
    return little_endian ? static_cast<uint16_t>((value << 8) | (value >> 8)) : value;
  }
  uint32_t U32(size_t offset) const {
    const uint32_t value = ReadU32Be(bytes, offset);
    return little_endian ? __builtin_bswap32(value) : value;
  }
};

bool HasTiffHeader(ByteSpan tiff) {
  return tiff.size() >= kTiffHeaderBytes &&
         (StartsWith(tiff, "II*\0"sv) || StartsWith(tiff, "MM\0*"sv));
}

// The value of one directory entry when it is a valid orientation, otherwise 0.
int OrientationOfEntry(const TiffReader& tiff, size_t entry) {
  if (tiff.U16(entry) != kOrientationTag) return 0;
  if (tiff.U16(entry + 2) != kTypeShort || tiff.U32(entry + 4) != 1) return 0;
  const int value = tiff.U16(entry + 8);
  return value >= 1 && value <= 8 ? value : 0;
}

}  // namespace

int ExifOrientation(ByteSpan bytes) {
  if (!HasTiffHeader(bytes)) return 1;
  const TiffReader tiff{bytes, bytes[0] == 'I'};
  const size_t directory = tiff.U32(4);
  if (directory > bytes.size() - 2) return 1;
  // A directory that claims more entries than there are bytes is read as far as it goes.
  const size_t first_entry = directory + 2;
  const size_t present = (bytes.size() - first_entry) / kEntryBytes;
  const size_t count = std::min<size_t>(tiff.U16(directory), present);
  for (size_t i = 0; i < count; ++i) {
    const int orientation = OrientationOfEntry(tiff, first_entry + i * kEntryBytes);
    if (orientation != 0) return orientation;
  }
  return 1;
}

namespace {

// Where upright pixels lie in the stored picture: (x, y) is at first + x * per_column + y *
// per_row, counted in pixels.
struct SourceWalk {
  ptrdiff_t first;
  ptrdiff_t per_column;
  ptrdiff_t per_row;
};

SourceWalk WalkFor(int exif_orientation, ptrdiff_t width, ptrdiff_t height) {
  const ptrdiff_t last_row = (height - 1) * width;
  switch (exif_orientation) {
    case 2:
      return {width - 1, -1, width};  // mirrored left to right
    case 3:
      return {last_row + width - 1, -1, -width};  // upside down
    case 4:
      return {last_row, 1, -width};  // mirrored top to bottom
    case 5:
      return {0, width, 1};  // mirrored along the main diagonal
    case 6:
      return {last_row, -width, 1};  // needs a quarter turn clockwise
    case 7:
      return {last_row + width - 1, -width, -1};  // mirrored along the other diagonal
    case 8:
      return {width - 1, width, -1};  // needs a quarter turn anticlockwise
    default:
      return {0, 1, width};
  }
}

// Fills rows [first_row, end_row) of `upright`, column by column: a quarter turn then reads the
// source in runs instead of one pixel a row.
void FillRows(Image& upright, const uint8_t* source, SourceWalk walk, int first_row, int end_row) {
  const ptrdiff_t width = upright.width_px();
  uint8_t* pixels = upright.pixels().data();
  for (ptrdiff_t x = 0; x < width; ++x) {
    for (ptrdiff_t y = first_row; y < end_row; ++y) {
      const ptrdiff_t from = walk.first + x * walk.per_column + y * walk.per_row;
      std::memcpy(pixels + (y * width + x) * 3, source + from * 3, 3);
    }
  }
}

}  // namespace

StoredAxes StoredAxesOf(int exif_orientation) {
  const int o = exif_orientation;
  return {.swaps_axes = o >= 5,
          .columns_run_backwards = o == 2 || o == 3 || o == 7 || o == 8,
          .rows_run_backwards = o == 3 || o == 4 || o == 6 || o == 7};
}

Result<Image> Orient(Image image, int exif_orientation) {
  if (exif_orientation == 1) return image;
  int width_px = image.width_px(), height_px = image.height_px();
  if (StoredAxesOf(exif_orientation).swaps_axes) std::swap(width_px, height_px);
  TRY_ASSIGN(Image upright, Image::CreateBlack(width_px, height_px));
  const SourceWalk walk = WalkFor(exif_orientation, image.width_px(), image.height_px());
  constexpr int kRowsAtOnce = 64;
  for (int row = 0; row < height_px; row += kRowsAtOnce) {
    const int end_row = std::min(row + kRowsAtOnce, height_px);
    FillRows(upright, image.pixels().data(), walk, row, end_row);
  }
  return upright;
}

}  // namespace glance
