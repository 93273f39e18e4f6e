#include "image/png/chunks.h"

#include <algorithm>
#include <string>

#include "image/bytes.h"
#include "image/image_errors.h"
#include "image/png/crc32.h"

namespace glance {
namespace {

constexpr size_t kLengthBytes = 4;
constexpr size_t kTypeBytes = 4;
constexpr size_t kChecksumBytes = 4;
constexpr size_t kEmptyChunkBytes = kLengthBytes + kTypeBytes + kChecksumBytes;

bool IsLetter(char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); }

std::string_view TypeAt(ByteSpan chunk) {
  return {reinterpret_cast<const char*>(chunk.data()) + kLengthBytes, kTypeBytes};
}

}  // namespace

bool PngChunk::ChecksumMatches() const {
  if (is_cut) return false;
  const size_t checksum_at = whole.size() - kChecksumBytes;
  const ByteSpan covered = whole.subspan(kLengthBytes, checksum_at - kLengthBytes);
  return Crc32(covered) == ReadU32Be(whole, checksum_at);
}

Result<PngChunk> PngChunkReader::Next() {
  const ByteSpan rest = file_.subspan(position_);
  constexpr size_t kHeadBytes = kLengthBytes + kTypeBytes;
  if (rest.size() < kHeadBytes) return CutShort("PNG", file_.size());
  const std::string_view type = TypeAt(rest);
  if (!std::ranges::all_of(type, IsLetter)) {
    return Damaged({"no PNG chunk starts at byte ", GroupDigits(position_)});
  }
  const size_t data_bytes = ReadU32Be(rest, 0);
  const bool is_cut = rest.size() < kEmptyChunkBytes || data_bytes > rest.size() - kEmptyChunkBytes;
  const size_t there = std::min(data_bytes, rest.size() - kHeadBytes);
  const size_t whole = is_cut ? rest.size() : kEmptyChunkBytes + data_bytes;
  position_ += whole;
  return PngChunk{.type = type,
                  .data = rest.subspan(kHeadBytes, there),
                  .whole = rest.first(whole),
                  .is_cut = is_cut};
}

}  // namespace glance
