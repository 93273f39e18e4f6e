#include "base/utf8.h"

namespace glance {

size_t Utf8Length(std::string_view text, size_t at) {
  const auto byte = [&](size_t k) {
    return k < text.size() ? static_cast<uint8_t>(text[k]) : uint8_t{0};
  };
  const auto continues = [&](size_t k) { return (byte(k) & 0xC0) == 0x80; };
  const uint8_t first = byte(at);
  if (first < 0x80) return 1;
  if (first >= 0xC2 && first < 0xE0 && continues(at + 1)) return 2;
  if (first >= 0xE0 && first < 0xF0 && continues(at + 1) && continues(at + 2)) {
    const bool overlong = first == 0xE0 && byte(at + 1) < 0xA0;
    const bool surrogate = first == 0xED && byte(at + 1) >= 0xA0;
    return overlong || surrogate ? 0 : 3;
  }
  if (first >= 0xF0 && first < 0xF5 && continues(at + 1) && continues(at + 2) &&
      continues(at + 3)) {
    const bool overlong = first == 0xF0 && byte(at + 1) < 0x90;
    const bool too_high = first == 0xF4 && byte(at + 1) >= 0x90;
    return overlong || too_high ? 0 : 4;
  }
  return 0;
}

uint32_t CodePointOf(std::string_view sequence) {
  const auto first = static_cast<uint8_t>(sequence[0]);
  if (sequence.size() == 1) return first;
  uint32_t point = first & (0x7F >> sequence.size());
  for (const char next : sequence.substr(1)) point = point << 6 | (static_cast<uint8_t>(next) & 63);
  return point;
}

size_t WriteUtf8(uint32_t point, char* to) {
  if (point < 0x80) {
    to[0] = static_cast<char>(point);
    return 1;
  }
  const size_t length = point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
  for (size_t i = length - 1; i > 0; --i) {
    to[i] = static_cast<char>(0x80 | (point & 63));
    point >>= 6;
  }
  to[0] = static_cast<char>((0xF00 >> length) | point);
  return length;
}

}  // namespace glance
