// The chunks of a PNG file, one after the other, with checked lengths and checksums.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/buffer.h"
#include "base/result.h"

namespace glance {

inline constexpr std::string_view kPngSignature = "\x89PNG\r\n\x1A\n";

// One chunk. The spans point into the file.
struct PngChunk {
  std::string_view type;  // four letters
  ByteSpan data;
  ByteSpan whole;  // length, type, data and checksum
  bool is_cut;     // the file ends before the chunk does; `data` is what there is

  // Chunks that a decoder must understand have a capital first letter.
  bool IsCritical() const { return type[0] >= 'A' && type[0] <= 'Z'; }
  bool ChecksumMatches() const;
};

// Walks the chunks of `file` from `position` on, by default those behind PNG's signature.
class PngChunkReader {
 public:
  explicit PngChunkReader(ByteSpan file, size_t position = kPngSignature.size())
      : file_(file), position_(position) {}

  // The next chunk; the checksum is not looked at. Fails with image/damaged when the file ends
  // before its data or the chunk's type is not four letters.
  Result<PngChunk> Next();

  // The file behind the last chunk.
  ByteSpan rest() const { return file_.subspan(position_); }

 private:
  ByteSpan file_;
  size_t position_;
};

}  // namespace glance
