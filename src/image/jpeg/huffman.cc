// The codes of a length are consecutive numbers (ITU-T T.81, annex C).
#include "image/jpeg/huffman.h"

#include <algorithm>

namespace glance {

void JpegHuffman::Build(ByteSpan table) {
  constexpr int kCodeLengths = 16;
  const ByteSpan symbols = table.subspan(kCodeLengths);
  symbols_.fill(0);
  std::ranges::copy(symbols, symbols_.begin());
  looked_up_.fill(0);
  uint32_t code = 0;
  int index = 0;
  for (int length = 1; length <= kCodeLengths; ++length) {
    first_[length] = index - static_cast<int>(code);
    for (int i = 0; i < table[length - 1]; ++i, ++code, ++index) {
      if (length > kLookedUp) continue;
      const int spare = kLookedUp - length;
      const auto found = static_cast<uint16_t>(length << 8 | symbols_[index]);
      std::fill_n(looked_up_.begin() + (code << spare), 1 << spare, found);
    }
    end_[length] = code << (kCodeLengths - length);
    code *= 2;
  }
  BuildShorts();
}

void JpegHuffman::BuildShorts() {
  for (uint32_t next = 0; next < looked_up_.size(); ++next) {
    const int code_bits = looked_up_[next] >> 8;
    const int value_bits = looked_up_[next] & 15;
    const int bits = code_bits + value_bits;
    shorts_[next] = {};
    if (code_bits == 0 || value_bits == 0 || bits > kLookedUp) continue;
    int value = static_cast<int>(next >> (kLookedUp - bits)) & ((1 << value_bits) - 1);
    if (value >> (value_bits - 1) == 0) value -= (1 << value_bits) - 1;
    if (value < -128 || value > 127) continue;
    shorts_[next] = {.value = static_cast<int16_t>(value),
                     .run = static_cast<uint8_t>((looked_up_[next] & 0xFF) >> 4),
                     .bits = static_cast<uint8_t>(bits)};
  }
}

int JpegHuffman::DecodeLong(JpegBits& bits) const {
  const uint32_t next = bits.Peek(16);
  for (int length = kLookedUp + 1; length <= 16; ++length) {
    if (next >= end_[length]) continue;
    bits.Skip(length);
    return symbols_[static_cast<uint8_t>((next >> (16 - length)) + first_[length])];
  }
  return -1;
}

}  // namespace glance
