// The coefficients of 8 x 8 blocks from the coded data of a JPEG scan (ITU-T T.81, F.2.2 and G.2).
#pragma once

#include <array>
#include <cstdint>

#include "image/jpeg/bits.h"
#include "image/jpeg/huffman.h"
#include "image/jpeg/scan.h"

namespace glance {

// What reads a scan. Each function decodes one block into `block` (64 coefficients, row by row, not
// multiplied by the quantisation) and returns false when no code matches.
class JpegEntropy {
 public:
  JpegBits bits;
  int last_dc[4] = {};         // by component
  int blocks_to_skip = 0;      // that have no more coefficients in this scan (EOBRUN)
  bool is_beyond_end = false;  // codes told of more coefficients than a block has

  // After a restart marker.
  void Restart();

  // `block` is all zeros.
  bool Sequential(const JpegHuffman& dc, const JpegHuffman& ac, int component, int16_t* block);
  bool FirstDc(const JpegHuffman& dc, int component, int bit, int16_t* block);
  void RefineDc(int bit, int16_t* block);
  // Coefficients `first` to `last`. Neither is called while blocks are to be skipped but RefineAc.
  bool FirstAc(const JpegHuffman& ac, int first, int last, int bit, int16_t* block);
  bool RefineAc(const JpegHuffman& ac, int first, int last, int bit, int16_t* block);

 private:
  bool TakeDc(const JpegHuffman& dc, int component);
  void TakeRun(int bits_of_run);
  void RefineOne(int16_t& coefficient, int16_t bit);
  int RefineRun(int at, int last, int zeros, int16_t bit, int16_t* block);
};

// The tables of a scan's components.
struct JpegScanTables {
  std::array<JpegHuffman, 4> dc, ac;

  void Build(const JpegScan& scan) {
    for (int i = 0; i < scan.component_count; ++i) {
      if (!scan.dc_tables[i].empty()) dc[i].Build(scan.dc_tables[i]);
      if (!scan.ac_tables[i].empty()) ac[i].Build(scan.ac_tables[i]);
    }
  }
};

// Where a coefficient stands in a block, row by row; `zigzag` is 0..63.
int JpegZigzag(int zigzag);

}  // namespace glance
