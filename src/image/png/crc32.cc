// Eight bytes a step: a 64 MiB file is checked in a tenth of the time that decoding it takes.
#include "image/png/crc32.h"

#include <array>
#include <bit>
#include <cstring>

namespace glance {
namespace {

constexpr int kSlices = 8;
using SliceTables = std::array<std::array<uint32_t, 256>, kSlices>;

// tables[s][b]: what byte b adds to the checksum when s more bytes follow it in the step.
// Computed at the first use: stored in the program they would add 8 KiB that do not compress.
SliceTables MakeTables() {
  SliceTables tables{};
  for (uint32_t byte = 0; byte < 256; ++byte) {
    uint32_t crc = byte;
    for (int bit = 0; bit < 8; ++bit) crc = (crc & 1) != 0 ? (crc >> 1) ^ 0xEDB88320u : crc >> 1;
    tables[0][byte] = crc;
  }
  for (size_t slice = 1; slice < kSlices; ++slice) {
    for (size_t byte = 0; byte < 256; ++byte) {
      const uint32_t shorter = tables[slice - 1][byte];
      tables[slice][byte] = (shorter >> 8) ^ tables[0][shorter & 0xFF];
    }
  }
  return tables;
}

const SliceTables& Tables() {
  static const SliceTables kTables = MakeTables();
  return kTables;
}

static_assert(std::endian::native == std::endian::little);

uint32_t AddEightBytes(const SliceTables& tables, uint32_t crc, const uint8_t* bytes) {
  uint64_t word = 0;
  std::memcpy(&word, bytes, sizeof(word));
  word ^= crc;
  uint32_t sum = 0;
  for (size_t i = 0; i < kSlices; ++i) sum ^= tables[kSlices - 1 - i][(word >> (8 * i)) & 0xFF];
  return sum;
}

}  // namespace

uint32_t Crc32(ByteSpan bytes) {
  const SliceTables& tables = Tables();
  uint32_t crc = 0xFFFFFFFFu;
  size_t at = 0;
  for (; bytes.size() - at >= kSlices; at += kSlices) crc = AddEightBytes(tables, crc, &bytes[at]);
  for (; at < bytes.size(); ++at) crc = (crc >> 8) ^ tables[0][(crc ^ bytes[at]) & 0xFF];
  return ~crc;
}

}  // namespace glance
