// The chunks of a PNG file, one after the other, with checked lengths and checksums.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/buffer.h"
#include "base/result.h"

namespace glance {

// One chunk. The spans point into the file.
struct PngChunk {
  std::string_view type;  // four letters
  ByteSpan data;
  ByteSpan whole;  // length, type, data and checksum

  // Chunks that a decoder must understand have a capital first letter.
  bool IsCritical() const { return type[0] >= 'A' && type[0] <= 'Z'; }
  bool ChecksumMatches() const;
};

// Walks a file that starts with PNG's signature.
class PngChunkReader {
 public:
  explicit PngChunkReader(ByteSpan file);

  // The next chunk; the checksum is not looked at. Fails with image/damaged when the file ends
  // first or the chunk's type is not four letters.
  Result<PngChunk> Next();

 private:
  ByteSpan file_;
  size_t position_;
};

inline constexpr std::string_view kPngSignature = "\x89PNG\r\n\x1A\n";

}  // namespace glance
