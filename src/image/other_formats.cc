#include "image/other_formats.h"

#include <algorithm>
#include <cctype>
#include <string>

#include "image/big_endian.h"
#include "image/magic_numbers.h"
#include "image/starts_with.h"

namespace glance {
namespace {

using std::string_view_literals::operator""sv;

// Two letters are a weak magic number: the reserved and header-size fields must fit too.
bool IsBmp(ByteSpan bytes) {
  return StartsWith(bytes, "BM") && StandsAt(bytes, 6, "\0\0\0\0"sv) &&
         StandsAt(bytes, 15, "\0\0\0"sv);
}

// HEIF is a family: its general brands say nothing of what is inside, the compatible ones may.
std::optional<OtherFormat> RecogniseHeif(ByteSpan bytes) {
  if (!StandsAt(bytes, 4, "ftypmif1"sv) && !StandsAt(bytes, 4, "ftypmsf1"sv)) return std::nullopt;
  const size_t end = std::min<size_t>({bytes.size(), ReadU32Be(bytes, 0), 128});
  for (size_t offset = 16; offset + 4 <= end; offset += 4) {
    if (StandsAt(bytes, offset, "avif"sv)) return OtherFormat{"an AVIF picture", true};
    if (StandsAt(bytes, offset, "hei"sv)) return OtherFormat{"a HEIC picture", true};
  }
  return OtherFormat{"a HEIF picture", true};
}

// An icon file holds at least one picture, and the first one's reserved byte is 0.
bool IsIcon(ByteSpan bytes, std::string_view signature) {
  return StartsWith(bytes, signature) && bytes.size() >= 22 && bytes[4] != 0 && bytes[9] == 0;
}

bool IsNetpbm(ByteSpan bytes) {
  return bytes.size() >= 3 && bytes[0] == 'P' && bytes[1] >= '1' && bytes[1] <= '7' &&
         std::isspace(bytes[2]) != 0;
}

// False for control characters and for bytes that never occur in UTF-8.
bool OccursInText(uint8_t byte) {
  if (byte < ' ') return std::isspace(byte) != 0;
  return byte != 0x7F && byte != 0xC0 && byte != 0xC1 && byte < 0xF5;
}

// The first kilobyte in lower case, when it can be text.
std::optional<std::string> AsText(ByteSpan bytes) {
  std::string text;
  for (const uint8_t byte : bytes.first(std::min<size_t>(bytes.size(), 1024))) {
    if (!OccursInText(byte)) return std::nullopt;
    text += static_cast<char>(std::tolower(byte));
  }
  return text;
}

std::optional<OtherFormat> RecogniseText(ByteSpan bytes) {
  const auto text = AsText(bytes);
  if (!text) return std::nullopt;
  if (text->contains("<!doctype html") || text->contains("<html")) {
    return OtherFormat{"a web page (HTML)", false};
  }
  if (text->contains("<svg")) return OtherFormat{"an SVG drawing", true};
  return OtherFormat{"a text file", false};
}

}  // namespace

std::optional<OtherFormat> RecogniseOtherFormat(ByteSpan bytes) {
  if (const auto format = RecogniseHeif(bytes)) return format;
  if (const auto format = FindMagicNumber(bytes)) return format;
  if (IsBmp(bytes)) return OtherFormat{"a BMP picture", true};
  if (IsIcon(bytes, "\0\0\1\0"sv)) return OtherFormat{"an icon (ICO)", true};
  if (IsIcon(bytes, "\0\0\2\0"sv)) return OtherFormat{"a cursor (CUR)", true};
  if (IsNetpbm(bytes)) return OtherFormat{"a Netpbm picture", true};
  return RecogniseText(bytes);
}

}  // namespace glance
