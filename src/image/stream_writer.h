// Fills a buffer of known size from front to back.
#pragma once

#include <cstring>
#include <string_view>
#include <utility>

#include "base/buffer.h"

namespace glance {

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
