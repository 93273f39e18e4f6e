// Unpacks a zlib stream (RFC 1950, RFC 1951) into a block of known size. Its checksum is left
// alone: the chunks of a PNG have their own.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "base/buffer.h"

namespace glance {

// Packed bytes in several pieces.
class ByteSource {
 public:
  virtual ~ByteSource() = default;
  // The next piece, which may be empty; nothing more comes when `ended` is set.
  virtual ByteSpan Next(bool& ended) = 0;
};

enum class InflateEnd {
  kComplete,  // the stream ended
  kMore,      // it holds more than fits
  kCut,       // the packed bytes ended first
  kWrong,     // no stream goes on like that
};

struct Inflated {
  size_t bytes;  // of `unpacked` that were set
  InflateEnd end;
};

Inflated Inflate(ByteSource& packed, std::span<uint8_t> unpacked);

}  // namespace glance
