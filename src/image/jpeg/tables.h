// The tables that a JPEG file defines before its scans. Each is checked as the decoder will need
// it: stb_image takes a malformed table after the frame header for the end of the file.
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

  // Whether table `index` (0..3) has been defined.
  bool HasDc(int index) const { return huffman_[0][index]; }
  bool HasAc(int index) const { return huffman_[1][index]; }
  bool HasQuantisation(int index) const { return quantisation_[index]; }
  // MCUs between two restart markers; 0 when there are none.
  int restart_interval() const { return restart_interval_; }

 private:
  Result<ByteSpan> DefineOneHuffman(ByteSpan rest);
  Result<ByteSpan> DefineOneQuantisation(ByteSpan rest);

  std::array<std::array<bool, 4>, 2> huffman_{};
  std::array<bool, 4> quantisation_{};
  int restart_interval_ = 0;
};

}  // namespace glance
