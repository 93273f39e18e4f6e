#include "fuzz/model_text.h"

#include <algorithm>

#include "support/model_file.h"

namespace glance::fuzz {
namespace {

constexpr size_t kLengthBytes = 8;
constexpr std::string_view kDocumentKey = "\"glance\":";

// Where the JSON string that begins at the quote `begin` ends: behind its last quote, or npos.
size_t EndOfString(std::string_view json, size_t begin) {
  for (size_t i = begin + 1; i < json.size(); ++i) {
    if (json[i] == '\\') {
      ++i;
    } else if (json[i] == '"') {
      return i + 1;
    }
  }
  return std::string_view::npos;
}

// Of the escapes only those of quotes and backslashes; others keep their letter.
std::string Unescaped(std::string_view text) {
  std::string plain;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\\' && i + 1 < text.size()) ++i;
    plain += text[i];
  }
  return plain;
}

ModelText SplitHeader(std::string_view header) {
  constexpr auto kNone = std::string_view::npos;
  const size_t key = header.find(kDocumentKey);
  const size_t quote = key == kNone ? kNone : header.find('"', key + kDocumentKey.size());
  const size_t end = quote == kNone ? kNone : EndOfString(header, quote);
  if (end == kNone) return {.before = std::string(header)};
  return {.before = std::string(header.substr(0, quote)),
          .document = Unescaped(header.substr(quote + 1, end - quote - 2)),
          .after = std::string(header.substr(end))};
}

}  // namespace

ModelText SplitModel(ByteSpan file) {
  if (file.size() < kLengthBytes) return {};
  uint64_t length = 0;
  for (size_t i = kLengthBytes; i-- > 0;) length = length << 8 | file[i];
  const ByteSpan rest = file.subspan(kLengthBytes);
  const size_t header_bytes = static_cast<size_t>(std::min<uint64_t>(length, rest.size()));
  const auto* characters = reinterpret_cast<const char*>(rest.data());
  ModelText text = SplitHeader({characters, header_bytes});
  text.data.assign(rest.begin() + static_cast<ptrdiff_t>(header_bytes), rest.end());
  return text;
}

std::vector<uint8_t> JoinModel(const ModelText& text) {
  std::string header = text.before;
  if (!text.document.empty()) header += test::JsonString(text.document);
  header += text.after;
  return test::ContainerBytes(header, text.data);
}

}  // namespace glance::fuzz
