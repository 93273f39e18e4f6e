// Changes pictures so that they get past the checksums: a PNG's chunks get right ones after most
// changes, or nothing behind the first chunk would ever be reached.
#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <span>

#include "image/png/crc32.h"

extern "C" size_t LLVMFuzzerMutate(uint8_t* bytes, size_t count, size_t max_count);

namespace glance::fuzz {
namespace {

constexpr std::array<uint8_t, 8> kPngSignature{0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
constexpr size_t kLengthAndType = 8;
constexpr size_t kCrc = 4;

uint32_t ReadBigEndian(const uint8_t* bytes) {
  return uint32_t{bytes[0]} << 24 | bytes[1] << 16 | bytes[2] << 8 | bytes[3];
}

void WriteBigEndian(uint32_t value, uint8_t* bytes) {
  for (int i = 0; i < 4; ++i) bytes[i] = static_cast<uint8_t>(value >> (24 - 8 * i));
}

// As far as the chunks' lengths make sense.
void RepairChecksums(std::span<uint8_t> png) {
  for (size_t at = kPngSignature.size(); png.size() - at >= kLengthAndType + kCrc;) {
    const size_t length = ReadBigEndian(&png[at]);
    if (length > png.size() - at - kLengthAndType - kCrc) return;
    const size_t end = at + kLengthAndType + length;
    WriteBigEndian(Crc32(png.subspan(at + 4, length + 4)), &png[end]);
    at = end + kCrc;
  }
}

bool IsPng(std::span<const uint8_t> bytes) {
  return bytes.size() >= kPngSignature.size() &&
         std::equal(kPngSignature.begin(), kPngSignature.end(), bytes.begin());
}

}  // namespace
}  // namespace glance::fuzz

extern "C" size_t LLVMFuzzerCustomMutator(uint8_t* bytes, size_t count, size_t max_count,
                                          unsigned seed) {
  const size_t changed = LLVMFuzzerMutate(bytes, count, max_count);
  const std::span<uint8_t> file(bytes, changed);
  if (seed % 8 != 0 && glance::fuzz::IsPng(file)) glance::fuzz::RepairChecksums(file);
  return changed;
}
