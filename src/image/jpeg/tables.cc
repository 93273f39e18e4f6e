// The layouts are those of ITU-T T.81, B.2.4.
#include "image/jpeg/tables.h"

#include <cstddef>

#include "image/bytes.h"
#include "image/image_errors.h"
#include "image/jpeg/usual_tables.h"

namespace glance {
namespace {

constexpr int kCodeLengths = 16;

// How many codes there are, or -1 when they do not fit. The codes of a length are consecutive.
// Whether one consists of ones only, which T.81 forbids (C.2), makes no difference.
int CountCodes(ByteSpan counts) {
  int total = 0;
  int next_code = 0;
  for (int length = 1; length <= kCodeLengths; ++length) {
    const int count = counts[length - 1];
    total += count;
    next_code += count;
    if (next_code > 1 << length) return -1;
    next_code *= 2;
  }
  return total <= 256 ? total : -1;
}

}  // namespace

// Class and index (1 byte), how many codes have each length (16), their symbols.
Result<ByteSpan> JpegTables::DefineOneHuffman(ByteSpan rest) {
  constexpr size_t kFixedBytes = 1 + kCodeLengths;
  if (rest.size() < kFixedBytes) return Damaged("a Huffman table of the JPEG is cut off");
  const int table_class = rest[0] >> 4;
  const int index = rest[0] & 15;
  const int codes = CountCodes(rest.subspan(1, kCodeLengths));
  if (table_class > 1 || index > 3 || codes < 0) {
    return Damaged("a Huffman table of the JPEG is impossible");
  }
  if (rest.size() < kFixedBytes + codes) return Damaged("a Huffman table of the JPEG is cut off");
  huffman_[table_class][index] = rest.subspan(1, kCodeLengths + codes);
  return rest.subspan(kFixedBytes + codes);
}

// Precision and index (1 byte), 64 steps of 1 or 2 bytes.
Result<ByteSpan> JpegTables::DefineOneQuantisation(ByteSpan rest) {
  const int precision = rest[0] >> 4;
  const int index = rest[0] & 15;
  const size_t bytes = precision == 0 ? 1 + 64 : 1 + 128;
  if (precision > 1 || index > 3 || rest.size() < bytes) {
    return Damaged("a quantisation table of the JPEG is impossible or cut off");
  }
  quantisation_[index] = rest.subspan(1, bytes - 1);
  return rest.subspan(bytes);
}

Result<void> JpegTables::DefineHuffman(ByteSpan segment) {
  while (!segment.empty()) {
    TRY_ASSIGN(segment, DefineOneHuffman(segment));
  }
  return {};
}

Result<void> JpegTables::DefineQuantisation(ByteSpan segment) {
  while (!segment.empty()) {
    TRY_ASSIGN(segment, DefineOneQuantisation(segment));
  }
  return {};
}

Result<void> JpegTables::DefineRestartInterval(ByteSpan segment) {
  if (segment.size() != 2) return Damaged("the JPEG's restart interval has a wrong length");
  restart_interval_ = ReadU16Be(segment, 0);
  return {};
}

void JpegTables::DefineMissing() {
  for (size_t i = 0; i < 2; ++i) {
    if (huffman_[0][i].empty()) huffman_[0][i] = kUsualDcTables[i];
    if (huffman_[1][i].empty()) huffman_[1][i] = kUsualAcTables[i];
  }
}

}  // namespace glance
