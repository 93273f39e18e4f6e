#include "xmp/encoding.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <utility>

#include "base/error_codes.h"
#include "base/utf8.h"

namespace glance::xmp {
namespace {

constexpr uint32_t kMark = 0xFEFF;

std::unexpected<Error> NotText(std::string_view reason) {
  return Fail(error_code::kSidecarNotXmp, {"it is not XMP: ", reason});
}

// The value of one unit, or nothing past the end.
std::optional<uint32_t> UnitAt(ByteSpan file, size_t at, const Encoding& encoding) {
  if (at + encoding.unit_bytes > file.size()) return std::nullopt;
  uint32_t unit = 0;
  for (size_t i = 0; i < encoding.unit_bytes; ++i) {
    const size_t k = encoding.is_big_endian ? i : encoding.unit_bytes - 1 - i;
    unit = unit << 8 | file[at + k];
  }
  return unit;
}

// By the byte order mark, or else by the zeros around the first '<'.
Encoding EncodingOf(ByteSpan file) {
  // UTF-16's little-endian mark is the beginning of UTF-32's.
  for (const size_t unit_bytes : {size_t{4}, size_t{2}}) {
    for (const bool is_big_endian : {false, true}) {
      const Encoding encoding{unit_bytes, is_big_endian, false};
      const auto first = UnitAt(file, 0, encoding);
      if (first == kMark) return {unit_bytes, is_big_endian, true};
      if (first == '<') return encoding;
    }
  }
  constexpr uint8_t kUtf8Mark[] = {0xEF, 0xBB, 0xBF};
  const bool has_mark = file.size() >= std::size(kUtf8Mark) &&
                        std::ranges::equal(file.first(std::size(kUtf8Mark)), kUtf8Mark);
  return {.has_mark = has_mark};
}

// The character that begins at file[at], which moves behind it; nothing for half a surrogate pair
// or what is no character.
std::optional<uint32_t> NextCharacter(ByteSpan file, size_t& at, const Encoding& encoding) {
  const auto first = UnitAt(file, at, encoding);
  if (!first) return std::nullopt;
  at += encoding.unit_bytes;
  if (encoding.unit_bytes == 4 || *first < 0xD800 || *first > 0xDBFF) return first;
  const auto second = UnitAt(file, at, encoding);
  if (!second || *second < 0xDC00 || *second > 0xDFFF) return std::nullopt;
  at += encoding.unit_bytes;
  return 0x10000 + ((*first - 0xD800) << 10) + (*second - 0xDC00);
}

// UTF-16 or UTF-32.
Result<Buffer<char>> Narrowed(ByteSpan file, const Encoding& encoding) {
  // A unit of two bytes becomes at most three, one of four at most four.
  TRY_ASSIGN(auto text, Buffer<char>::Create(file.size() / 2 * 3 + kLongestUtf8));
  size_t size = 0;
  for (size_t at = encoding.has_mark ? encoding.unit_bytes : 0; at < file.size();) {
    const auto point = NextCharacter(file, at, encoding);
    if (!point || !IsXmlCharacter(*point)) return NotText("it has what is no character");
    size += WriteUtf8(*point, text.data() + size);
  }
  return std::move(text).First(size);
}

Result<Buffer<char>> Checked(ByteSpan bytes) {
  TRY_ASSIGN(auto text,
             Buffer<char>::CopyOf({reinterpret_cast<const char*>(bytes.data()), bytes.size()}));
  const std::string_view view(text.data(), text.size());
  for (size_t at = 0; at < view.size();) {
    const size_t length = Utf8Length(view, at);
    if (length == 0) return NotText("it is not UTF-8");
    if (!IsXmlCharacter(CodePointOf(view.substr(at, length)))) {
      return NotText("it has a character that XML does not allow");
    }
    at += length;
  }
  return text;
}

// Writes one unit and returns where the next one goes.
uint8_t* WriteUnit(uint32_t unit, const Encoding& encoding, uint8_t* to) {
  for (size_t i = 0; i < encoding.unit_bytes; ++i) {
    const size_t k = encoding.is_big_endian ? encoding.unit_bytes - 1 - i : i;
    to[k] = static_cast<uint8_t>(unit >> (8 * i));
  }
  return to + encoding.unit_bytes;
}

uint8_t* WriteCharacter(uint32_t point, const Encoding& encoding, uint8_t* to) {
  if (encoding.unit_bytes == 4 || point < 0x10000) return WriteUnit(point, encoding, to);
  to = WriteUnit(0xD800 + ((point - 0x10000) >> 10), encoding, to);
  return WriteUnit(0xDC00 + ((point - 0x10000) & 0x3FF), encoding, to);
}

}  // namespace

bool IsXmlCharacter(uint32_t point) {
  if (point < 0x20) return point == '\t' || point == '\n' || point == '\r';
  const bool is_surrogate = point >= 0xD800 && point < 0xE000;
  return !is_surrogate && point != 0xFFFE && point != 0xFFFF && point <= 0x10FFFF;
}

Result<DecodedText> DecodeText(ByteSpan file) {
  const Encoding encoding = EncodingOf(file);
  if (encoding.unit_bytes > 1) {
    TRY_ASSIGN(auto narrowed, Narrowed(file, encoding));
    return DecodedText{std::move(narrowed), encoding};
  }
  constexpr size_t kMarkBytes = 3;
  TRY_ASSIGN(auto checked, Checked(encoding.has_mark ? file.subspan(kMarkBytes) : file));
  return DecodedText{std::move(checked), encoding};
}

Result<Buffer<uint8_t>> EncodeText(std::string_view text, const Encoding& encoding) {
  // A character takes no more units than it has bytes in UTF-8.
  TRY_ASSIGN(auto file, Buffer<uint8_t>::Create(text.size() * encoding.unit_bytes + kLongestUtf8));
  uint8_t* to = file.data();
  if (encoding.unit_bytes == 1) {
    if (encoding.has_mark) to += WriteUtf8(kMark, reinterpret_cast<char*>(to));
    to = std::ranges::copy(text, to).out;
  } else {
    if (encoding.has_mark) to = WriteUnit(kMark, encoding, to);
    for (size_t at = 0; at < text.size();) {
      const size_t length = Utf8Length(text, at);
      to = WriteCharacter(CodePointOf(text.substr(at, length)), encoding, to);
      at += length;
    }
  }
  const auto size = static_cast<size_t>(to - file.data());
  return std::move(file).First(size);
}

}  // namespace glance::xmp
