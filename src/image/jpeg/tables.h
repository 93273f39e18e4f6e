// The tables that a JPEG file defines before its scans. Each is checked before it is used; a table
// is kept as the bytes that define it.
#pragma once

#include <array>
#include <cstdint>

#include "base/buffer.h"
#include "base/result.h"

namespace glance {

class JpegTables {
 public:
  // `segment` is the content of a DHT, DQT or DRI segment. Each fails with image/damaged.
  Result<void> DefineHuffman(ByteSpan segment);
  Result<void> DefineQuantisation(ByteSpan segment);
  Result<void> DefineRestartInterval(ByteSpan segment);

  // Table `index` (0..3): how many codes have each length (16 bytes), then their symbols. Empty
  // when it is not defined.
  ByteSpan Dc(int index) const { return huffman_[0][index]; }
  ByteSpan Ac(int index) const { return huffman_[1][index]; }
  // Table `index` (0..3): 64 steps of 1 or 2 bytes in zigzag order; empty when it is not defined.
  ByteSpan Quantisation(int index) const { return quantisation_[index]; }
  // MCUs between two restart markers; 0 when there are none.
  int restart_interval() const { return restart_interval_; }

  // Defines the usual tables (T.81, K.3) where tables 0 and 1 are missing: the frames of Motion
  // JPEG leave them out.
  void DefineMissing();

 private:
  Result<ByteSpan> DefineOneHuffman(ByteSpan rest);
  Result<ByteSpan> DefineOneQuantisation(ByteSpan rest);

  std::array<std::array<ByteSpan, 4>, 2> huffman_{};
  std::array<ByteSpan, 4> quantisation_{};
  int restart_interval_ = 0;
};

}  // namespace glance
