// Finding and changing parts of JPEG files.
#pragma once

#include <algorithm>
#include <cstdint>

#include "pictures.h"

namespace glance::test {

// Offset of the first FF `marker`; fails the test when there is none.
inline size_t FindMarker(const Bytes& file, uint8_t marker) {
  const Bytes wanted = {0xFF, marker};
  const auto found = std::ranges::search(file, wanted);
  EXPECT_FALSE(found.empty()) << "no marker " << int{marker};
  return static_cast<size_t>(found.begin() - file.begin());
}

// Length of the segment at `offset`, with its marker.
inline size_t SegmentBytes(const Bytes& file, size_t offset) {
  return size_t{2} + file[offset + 2] * 256 + file[offset + 3];
}

inline Bytes Without(const Bytes& file, size_t offset, size_t count) {
  Bytes rest = file;
  const auto first = rest.begin() + static_cast<ptrdiff_t>(offset);
  rest.erase(first, first + static_cast<ptrdiff_t>(count));
  return rest;
}

inline Bytes WithoutSegment(const Bytes& file, uint8_t marker) {
  const size_t offset = FindMarker(file, marker);
  return Without(file, offset, SegmentBytes(file, offset));
}

inline Bytes With(const Bytes& file, size_t offset, const Bytes& inserted) {
  Bytes whole = file;
  whole.insert(whole.begin() + static_cast<ptrdiff_t>(offset), inserted.begin(), inserted.end());
  return whole;
}

inline Bytes Cut(const Bytes& file, size_t count) {
  return {file.begin(), file.begin() + static_cast<ptrdiff_t>(count)};
}

}  // namespace glance::test
