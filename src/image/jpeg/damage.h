// What decoding a JPEG found to be wrong, and how to say it.
#pragma once

#include <cstdint>
#include <string>

namespace glance {

// Units (MCUs) of a scan that could not be decoded.
struct JpegGap {
  int64_t missing = 0;
  int64_t first = 0;  // the first of them
  int64_t of = 1;     // how many the scan has

  void Add(int64_t from, int64_t to);
  bool IsMoreThanHalf() const { return missing > of - missing; }
};

struct JpegDamage {
  JpegGap gap;                   // the largest of all scans that begin a component
  bool lacks_detail = false;     // a later scan is missing or cut
  bool has_wrong_data = false;   // codes, values or restart markers that no encoder writes
  bool has_spare_data = false;   // bytes that belong to no block
  bool is_out_of_order = false;  // scans that do not continue what was before

  void Add(const JpegGap& other);
  // A part of a sentence; empty when nothing is wrong.
  std::string Describe(bool is_upright) const;
};

}  // namespace glance
