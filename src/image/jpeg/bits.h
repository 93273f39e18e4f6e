// The coded data of a JPEG scan, bit by bit, up to the next restart marker.
#pragma once

#include <cstddef>
#include <cstdint>

#include "base/buffer.h"

namespace glance {

class JpegBits {
 public:
  JpegBits() = default;
  explicit JpegBits(ByteSpan coded) : at_(coded.data()), end_(coded.data() + coded.size()) {}

  // Afterwards at least 32 bits can be taken. Behind the data they are zeros.
  void Refill() {
    if (count_ > 32) return;
    if (end_ - at_ < 4) return RefillSlowly();
    const uint32_t word =
        uint32_t{at_[0]} << 24 | uint32_t{at_[1]} << 16 | uint32_t{at_[2]} << 8 | uint32_t{at_[3]};
    const uint32_t inverse = ~word;
    const bool has_ff = ((inverse - 0x01010101u) & word & 0x80808080u) != 0;
    if (has_ff) return RefillSlowly();
    bits_ |= uint64_t{word} << (32 - count_);
    count_ += 32;
    at_ += 4;
  }

  // Each takes 1 to 16 of the bits that Refill provided.
  uint32_t Peek(int count) const { return static_cast<uint32_t>(bits_ >> (64 - count)); }
  void Skip(int count) {
    bits_ <<= count;
    count_ -= count;
  }
  uint32_t Take(int count) {
    const uint32_t bits = Peek(count);
    Skip(count);
    return bits;
  }
  // A signed number of `count` bits (ITU-T T.81, F.2.2.1: EXTEND).
  int TakeSigned(int count) {
    const auto bits = static_cast<int>(Take(count));
    return bits >> (count - 1) != 0 ? bits : bits - (1 << count) + 1;
  }

  // Bits of the file that have not been taken; negative when zeros behind them have been.
  int BitsLeft() const { return count_ - zeros_; }
  // An FF was followed by what neither coded data nor a marker has.
  bool has_wrong_stuffing() const { return has_wrong_stuffing_; }

  struct Marker {
    bool found;       // a restart marker, 0 to 7
    int number;       // which
    bool spare_data;  // there was coded data before it that nobody took
  };
  // The next restart marker, or the end of the data; the reader stays before it.
  Marker FindRestart();
  // Goes on behind the marker that FindRestart found.
  void PassRestart();

 private:
  void RefillSlowly();
  void AddByte(uint32_t byte) {
    bits_ |= uint64_t{byte} << (56 - count_);
    count_ += 8;
  }

  const uint8_t* at_ = nullptr;
  const uint8_t* end_ = nullptr;
  uint64_t bits_ = 0;  // the next one is the highest
  int count_ = 0;
  int zeros_ = 0;  // how many of them were never in the file
  bool has_wrong_stuffing_ = false;
};

}  // namespace glance
