// A Huffman table of a JPEG file, ready to decode with.
#pragma once

#include <array>
#include <cstdint>

#include "base/buffer.h"
#include "image/jpeg/bits.h"

namespace glance {

class JpegHuffman {
 public:
  // How many bits are looked up at once.
  static constexpr int kLookedUp = 9;

  // A short code with the coefficient that follows it.
  struct Short {
    int16_t value;  // -128 to 127
    uint8_t run;    // zeros before it
    uint8_t bits;   // of code and value; 0 when they are longer
  };

  // `table` is what JpegTables keeps: 16 counts of codes, then their symbols.
  void Build(ByteSpan table);

  // The next symbol, 0 to 255, or -1 when no code matches. Takes at most 16 bits.
  int Decode(JpegBits& bits) const {
    const uint16_t found = looked_up_[bits.Peek(kLookedUp)];
    if (found == 0) return DecodeLong(bits);
    bits.Skip(found >> 8);
    return found & 0xFF;
  }
  const Short& ShortAt(uint32_t next_bits) const { return shorts_[next_bits]; }

 private:
  int DecodeLong(JpegBits& bits) const;
  void BuildShorts();

  std::array<uint16_t, 1 << kLookedUp> looked_up_;  // length << 8 | symbol; 0: a longer code
  std::array<Short, 1 << kLookedUp> shorts_;
  std::array<uint32_t, 17> end_;  // by length: the code behind the last one, in 16 bits
  std::array<int, 17> first_;     // by length: what added to a code gives its symbol's index
  std::array<uint8_t, 256> symbols_;
};

}  // namespace glance
