// The second byte of JPEG markers (ITU-T T.81, table B.1).
#pragma once

#include <cstdint>

namespace glance::jpeg_marker {

inline constexpr uint8_t kTemporary = 0x01;
inline constexpr uint8_t kBaseline = 0xC0;
inline constexpr uint8_t kProgressive = 0xC2;
inline constexpr uint8_t kHuffmanTables = 0xC4;
inline constexpr uint8_t kReservedFrame = 0xC8;
inline constexpr uint8_t kFirstArithmeticFrame = 0xC9;
inline constexpr uint8_t kArithmeticConditioning = 0xCC;
inline constexpr uint8_t kLastFrame = 0xCF;
inline constexpr uint8_t kFirstRestart = 0xD0;
inline constexpr uint8_t kLastRestart = 0xD7;
inline constexpr uint8_t kStartOfImage = 0xD8;
inline constexpr uint8_t kEndOfImage = 0xD9;
inline constexpr uint8_t kStartOfScan = 0xDA;
inline constexpr uint8_t kQuantisationTables = 0xDB;
inline constexpr uint8_t kRestartInterval = 0xDD;
inline constexpr uint8_t kHierarchicalProgression = 0xDE;
inline constexpr uint8_t kApp0 = 0xE0;   // JFIF
inline constexpr uint8_t kApp1 = 0xE1;   // Exif
inline constexpr uint8_t kApp14 = 0xEE;  // Adobe
inline constexpr uint8_t kJpegLsFrame = 0xF7;

constexpr bool IsRestart(uint8_t marker) {
  return marker >= kFirstRestart && marker <= kLastRestart;
}

// Start of a frame, or of a hierarchy of frames, of any process, including those that are not read.
constexpr bool IsFrame(uint8_t marker) {
  return marker == kJpegLsFrame || marker == kHierarchicalProgression ||
         (marker >= kBaseline && marker <= kLastFrame && marker != kHuffmanTables &&
          marker != kReservedFrame && marker != kArithmeticConditioning);
}

// Markers that no segment follows.
constexpr bool IsBare(uint8_t marker) { return marker == kTemporary || IsRestart(marker); }

}  // namespace glance::jpeg_marker
