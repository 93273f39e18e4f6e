// Reading and writing the bytes of picture files. Numbers of JPEG and PNG files have their most
// significant byte first.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <utility>

#include "base/buffer.h"

namespace glance {

// The two bytes at `offset`, which must lie inside `bytes`.
inline uint16_t ReadU16Be(ByteSpan bytes, size_t offset) {
  return static_cast<uint16_t>((bytes[offset] << 8) | bytes[offset + 1]);
}

// The four bytes at `offset`, which must lie inside `bytes`.
inline uint32_t ReadU32Be(ByteSpan bytes, size_t offset) {
  return (uint32_t{ReadU16Be(bytes, offset)} << 16) | ReadU16Be(bytes, offset + 2);
}

// Whether `text` (which may hold zero bytes) stands in `bytes` at `offset`.
inline bool StandsAt(ByteSpan bytes, size_t offset, std::string_view text) {
  return offset <= bytes.size() && text.size() <= bytes.size() - offset &&
         std::memcmp(bytes.data() + offset, text.data(), text.size()) == 0;
}

inline bool StartsWith(ByteSpan bytes, std::string_view text) { return StandsAt(bytes, 0, text); }

// Fills a buffer of known size from front to back.
class StreamWriter {
 public:
  explicit StreamWriter(Buffer<uint8_t> buffer) : buffer_(std::move(buffer)) {}

  // Appends bytes that fit into what is left of the buffer.
  void Append(ByteSpan bytes) {
    if (!bytes.empty()) std::memcpy(buffer_.data() + written_, bytes.data(), bytes.size());
    written_ += bytes.size();
  }
  void Append(std::string_view text) {
    Append(ByteSpan(reinterpret_cast<const uint8_t*>(text.data()), text.size()));
  }

  Buffer<uint8_t> Take() && { return std::move(buffer_); }

 private:
  Buffer<uint8_t> buffer_;
  size_t written_ = 0;
};

}  // namespace glance
