#include "image/exif.h"

#include <algorithm>
#include <cstdint>

#include "image/big_endian.h"
#include "image/starts_with.h"

namespace glance {
namespace {

using std::string_view_literals::operator""sv;

constexpr size_t kHeaderBytes = 8;
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
  return tiff.size() >= kHeaderBytes &&
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

}  // namespace glance
