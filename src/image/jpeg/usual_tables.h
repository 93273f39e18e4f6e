// The Huffman tables that most JPEGs use (ITU-T T.81, K.3 to K.6), written as in a DHT segment: how
// many codes have each length, then their symbols.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace glance {

using UsualDcTable = std::array<uint8_t, 16 + 12>;
using UsualAcTable = std::array<uint8_t, 16 + 162>;

// Luma, then chroma.
inline constexpr UsualDcTable kUsualDcTables[] = {
    {0, 1, 5, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11},
    {0, 3, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11}};

// `counts` and the symbols with fewer than 16 bits. Those of 16 bits are all others, in ascending
// order: a run of 0 to 15 zeros, then a value of 1 to 10 bits.
template <size_t Count>
constexpr UsualAcTable MakeUsualAcTable(const uint8_t (&counts)[16],
                                        const uint8_t (&shorter)[Count]) {
  UsualAcTable table{};
  size_t size = 0;
  std::array<bool, 256> is_shorter{};
  for (const uint8_t count : counts) table[size++] = count;
  for (const uint8_t symbol : shorter) {
    table[size++] = symbol;
    is_shorter[symbol] = true;
  }
  for (int symbol = 1; symbol < 256; ++symbol) {
    const int bits = symbol & 15;
    if (bits >= 1 && bits <= 10 && !is_shorter[symbol]) {
      table[size++] = static_cast<uint8_t>(symbol);
    }
  }
  return table;
}

inline constexpr UsualAcTable kUsualAcTables[] = {
    MakeUsualAcTable({0, 2, 1, 3, 3, 2, 4, 3, 5, 5, 4, 4, 0, 0, 1, 125},
                     {0x01, 0x02, 0x03, 0x00, 0x04, 0x11, 0x05, 0x12, 0x21, 0x31, 0x41, 0x06, 0x13,
                      0x51, 0x61, 0x07, 0x22, 0x71, 0x14, 0x32, 0x81, 0x91, 0xA1, 0x08, 0x23, 0x42,
                      0xB1, 0xC1, 0x15, 0x52, 0xD1, 0xF0, 0x24, 0x33, 0x62, 0x72, 0x82}),
    MakeUsualAcTable(
        {0, 2, 1, 2, 4, 4, 3, 4, 7, 5, 4, 4, 0, 1, 2, 119},
        {0x00, 0x01, 0x02, 0x03, 0x11, 0x04, 0x05, 0x21, 0x31, 0x06, 0x12, 0x41, 0x51, 0x07, 0x61,
         0x71, 0x13, 0x22, 0x32, 0x81, 0x08, 0x14, 0x42, 0x91, 0xA1, 0xB1, 0xC1, 0x09, 0x23, 0x33,
         0x52, 0xF0, 0x15, 0x62, 0x72, 0xD1, 0x0A, 0x16, 0x24, 0x34, 0xE1, 0x25, 0xF1})};

}  // namespace glance
