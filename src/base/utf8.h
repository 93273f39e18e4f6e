// Reading and writing UTF-8 (RFC 3629) one character at a time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace glance {

// The most bytes of one character.
inline constexpr size_t kLongestUtf8 = 4;

// Bytes of the valid sequence at text[at], 1 to 4; 0 where there is none (overlong, surrogate, cut
// short, beyond U+10FFFF).
size_t Utf8Length(std::string_view text, size_t at);

// The character of a valid sequence.
uint32_t CodePointOf(std::string_view sequence);

// Writes `point`, which is at most U+10FFFF, to `to`, which has room for four bytes; returns how
// many were written.
size_t WriteUtf8(uint32_t point, char* to);

}  // namespace glance
