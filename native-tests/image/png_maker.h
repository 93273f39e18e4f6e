// Builds PNG files in memory, right or wrong as a test needs them.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "image/png/crc32.h"
#include "pictures.h"

namespace glance::test {

inline void AppendU32(Bytes& bytes, uint32_t value) {
  for (const int shift : {24, 16, 8, 0}) bytes.push_back(static_cast<uint8_t>(value >> shift));
}

inline void Append(Bytes& bytes, const Bytes& more) {
  for (const uint8_t byte : more) bytes.push_back(byte);  // g++ 12 warns about insert() wrongly
}

inline Bytes BytesOf(std::string_view text) { return {text.begin(), text.end()}; }

inline Bytes Chunk(std::string_view type, const Bytes& data) {
  Bytes covered = BytesOf(type);
  Append(covered, data);
  Bytes chunk;
  AppendU32(chunk, static_cast<uint32_t>(data.size()));
  Append(chunk, covered);
  AppendU32(chunk, Crc32(covered));
  return chunk;
}

// `file` with the checksum of every chunk that is whole made right.
inline Bytes WithRightChecksums(Bytes file) {
  constexpr size_t kFrame = 12;  // length, type and checksum of a chunk
  size_t at = 8;
  while (at + kFrame <= file.size()) {
    uint64_t length = 0;
    for (size_t i = 0; i < 4; ++i) length = length << 8 | file[at + i];
    if (length > file.size() - at - kFrame) break;
    const auto data_bytes = static_cast<size_t>(length);
    const uint32_t checksum = Crc32(std::span(file).subspan(at + 4, data_bytes + 4));
    at += kFrame + data_bytes;
    for (size_t i = 1; i <= 4; ++i) file[at - i] = static_cast<uint8_t>(checksum >> (8 * (i - 1)));
  }
  return file;
}

struct PngKind {
  uint32_t width_px = 1, height_px = 1;
  uint8_t bit_depth = 8, color_type = 0, interlaced = 0;
};

inline Bytes HeaderData(const PngKind& kind) {
  Bytes data;
  AppendU32(data, kind.width_px);
  AppendU32(data, kind.height_px);
  Append(data, {kind.bit_depth, kind.color_type, 0, 0, kind.interlaced});
  return data;
}

// A zlib stream of one stored block of at most 65,535 bytes. (The decoder skips Adler-32.)
inline Bytes Stored(const Bytes& rows) {
  const auto length = static_cast<uint16_t>(rows.size());
  const auto low = static_cast<uint8_t>(length), high = static_cast<uint8_t>(length >> 8);
  Bytes stream = {
      0x78, 0x01, 0x01, low, high, static_cast<uint8_t>(~low), static_cast<uint8_t>(~high)};
  Append(stream, rows);
  AppendU32(stream, 0);
  return stream;
}

// The same of any number of bytes, in as many blocks as it takes, without Adler-32.
inline Bytes StoredInBlocks(const Bytes& rows) {
  Bytes stream = {0x78, 0x01};
  for (size_t at = 0; at < rows.size();) {
    const auto length = static_cast<uint16_t>(std::min<size_t>(rows.size() - at, 65'535));
    const auto low = static_cast<uint8_t>(length), high = static_cast<uint8_t>(length >> 8);
    const bool is_last = at + length == rows.size();
    Append(stream, {static_cast<uint8_t>(is_last), low, high, static_cast<uint8_t>(~low),
                    static_cast<uint8_t>(~high)});
    for (const size_t end = at + length; at < end; ++at) stream.push_back(rows[at]);
  }
  return stream;
}

// Signature and chunks, one behind the other.
inline Bytes PngOf(const std::vector<Bytes>& chunks) {
  Bytes file = BytesOf("\x89PNG\r\n\x1A\n");
  for (const Bytes& chunk : chunks) Append(file, chunk);
  return file;
}

// `rows` include the filter byte of each row.
inline Bytes MakePng(const PngKind& kind, const Bytes& rows) {
  return PngOf({Chunk("IHDR", HeaderData(kind)), Chunk("IDAT", Stored(rows)), Chunk("IEND", {})});
}

}  // namespace glance::test
