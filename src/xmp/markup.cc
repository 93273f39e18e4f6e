#include "xmp/markup.h"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <utility>

#include "base/utf8.h"
#include "xmp/encoding.h"

namespace glance::xmp {
namespace {

constexpr size_t kNowhere = std::string_view::npos;

// Behind `end`, which is looked for from text[at].
size_t Behind(std::string_view text, std::string_view end, size_t at) {
  const size_t found = text.find(end, at);
  return found == kNowhere ? kNowhere : found + end.size();
}

// Behind the '>' of a tag; one in quotes does not count.
size_t TagEnd(std::string_view text, size_t at) {
  while (true) {
    at = text.find_first_of("\"'>", at);
    if (at == kNowhere || text[at] == '>') return at == kNowhere ? kNowhere : at + 1;
    at = text.find(text[at], at + 1);
    if (at == kNowhere) return kNowhere;
    ++at;
  }
}

// Behind what begins with the '<' at text[at].
size_t MarkupEnd(std::string_view text, size_t at) {
  const std::string_view rest = text.substr(at);
  if (rest.starts_with("<!--")) return Behind(text, "-->", at + 4);
  if (rest.starts_with("<![CDATA[")) return Behind(text, "]]>", at);
  if (rest.starts_with("<?")) return Behind(text, "?>", at);
  return TagEnd(text, at);
}

// The character that "&...;" at the beginning of `raw` stands for, and its length.
std::optional<std::pair<uint32_t, size_t>> ReferenceAt(std::string_view raw) {
  constexpr std::pair<std::string_view, char> kEntities[] = {
      {"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&apos;", '\''}};
  for (const auto& [name, character] : kEntities) {
    if (raw.starts_with(name)) return std::pair(static_cast<uint32_t>(character), name.size());
  }
  if (!raw.starts_with("&#")) return std::nullopt;
  const bool is_hex = raw.starts_with("&#x");
  uint32_t point = 0;
  const char* digits = raw.data() + (is_hex ? 3 : 2);
  const char* past = raw.data() + raw.size();
  const auto [end, error] = std::from_chars(digits, past, point, is_hex ? 16 : 10);
  if (error != std::errc() || end == past || *end != ';') return std::nullopt;
  if (!IsXmlCharacter(point)) return std::nullopt;
  return std::pair(point, static_cast<size_t>(end - raw.data()) + 1);
}

std::string_view EscapeOf(char character) {
  if (character == '&') return "&amp;";
  if (character == '<') return "&lt;";
  if (character == '>') return "&gt;";
  return character == '\r' ? "&#13;" : "";
}

}  // namespace

std::optional<Tags> FindTags(std::string_view text, size_t name) {
  Tags tags{.begin = name - 1};
  tags.start_end = TagEnd(text, name);
  if (tags.start_end == kNowhere) return std::nullopt;
  tags.is_empty = text[tags.start_end - 2] == '/';
  tags.end_tag = tags.start_end;
  if (tags.is_empty) return tags;
  size_t at = tags.start_end;
  for (int depth = 1; depth > 0;) {
    tags.end_tag = text.find('<', at);
    if (tags.end_tag == kNowhere) return std::nullopt;
    at = MarkupEnd(text, tags.end_tag);
    if (at == kNowhere) return std::nullopt;
    const char kind = text[tags.end_tag + 1];
    const bool is_start = kind != '!' && kind != '?' && kind != '/' && text[at - 2] != '/';
    if (is_start) ++depth;
    if (kind == '/') --depth;
  }
  return tags;
}

std::string_view IndentBefore(std::string_view text, size_t at) {
  size_t begin = at;
  while (begin > 0 && (text[begin - 1] == ' ' || text[begin - 1] == '\t')) --begin;
  if (begin == 0 || text[begin - 1] != '\n') return {};
  --begin;
  if (begin > 0 && text[begin - 1] == '\r') --begin;
  return text.substr(begin, at - begin);
}

bool IsBlank(char character) { return std::string_view(" \t\r\n").contains(character); }

std::string_view Trimmed(std::string_view text) {
  while (!text.empty() && IsBlank(text.front())) text.remove_prefix(1);
  while (!text.empty() && IsBlank(text.back())) text.remove_suffix(1);
  return text;
}

bool HasGoodReferences(std::string_view raw) {
  for (size_t at = raw.find('&'); at != kNowhere; at = raw.find('&', at + 1)) {
    if (!ReferenceAt(raw.substr(at))) return false;
  }
  return true;
}

std::optional<std::string> Unescaped(std::string_view raw) {
  std::string text;
  while (!raw.empty()) {
    const size_t plain = std::min(raw.find('&'), raw.size());
    text += raw.substr(0, plain);
    raw.remove_prefix(plain);
    if (raw.empty()) break;
    const auto reference = ReferenceAt(raw);
    if (!reference) return std::nullopt;
    char bytes[kLongestUtf8];
    text.append(bytes, WriteUtf8(reference->first, bytes));
    raw.remove_prefix(reference->second);
  }
  return text;
}

std::string EscapedText(std::string_view text) {
  std::string escaped;
  for (const char character : text) {
    const std::string_view escape = EscapeOf(character);
    escaped += escape.empty() ? std::string_view(&character, 1) : escape;
  }
  return escaped;
}

}  // namespace glance::xmp
