// The characters of a sidecar. XMP is written in UTF-8, UTF-16 or UTF-32; everything else here
// works on UTF-8.
#pragma once

#include <string_view>

#include "base/buffer.h"
#include "base/result.h"

namespace glance::xmp {

struct Encoding {
  size_t unit_bytes = 1;  // 1: UTF-8, 2: UTF-16, 4: UTF-32
  bool is_big_endian = false;
  bool has_mark = false;  // begins with a byte order mark
};

struct DecodedText {
  Buffer<char> utf8;  // without the mark
  Encoding encoding;

  std::string_view view() const { return {utf8.data(), utf8.size()}; }
};

// Fails with sidecar/not-xmp when the bytes are no text of characters that XML allows, or with
// memory/exhausted.
Result<DecodedText> DecodeText(ByteSpan file);

// The opposite. `text` is valid UTF-8. Fails with memory/exhausted.
Result<Buffer<uint8_t>> EncodeText(std::string_view text, const Encoding& encoding);

// Whether XML 1.0 allows the character.
bool IsXmlCharacter(uint32_t point);

}  // namespace glance::xmp
