// Options of a run, chosen by the bytes themselves: the same bytes, the same options, and seeds are
// plain files.
#pragma once

#include <cstdint>

#include "base/buffer.h"

namespace glance::fuzz {

class Choices {
 public:
  explicit Choices(ByteSpan bytes) {
    for (const uint8_t byte : bytes) state_ = (state_ ^ byte) * kPrime;
  }

  // low <= result <= high.
  int Between(int low, int high) {
    state_ = (state_ ^ (state_ >> 29)) * kPrime + 1;
    const auto count = static_cast<uint64_t>(high - low) + 1;
    return low + static_cast<int>((state_ >> 20) % count);
  }
  bool OneIn(int count) { return Between(1, count) == 1; }

 private:
  static constexpr uint64_t kPrime = 0x100000001b3;  // of the hash FNV-1a
  uint64_t state_ = 0xcbf29ce484222325;
};

}  // namespace glance::fuzz
