// Where the pieces of an XML text begin and end, and its characters' escapes. The text was accepted
// by pugixml, which does not tell where elements end.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace glance::xmp {

// Of an element whose name begins at text[name]; all are offsets in the text.
struct Tags {
  size_t begin = 0;       // of '<'
  size_t start_end = 0;   // behind the start tag's '>'
  size_t end_tag = 0;     // of the end tag's '<'; start_end when there is none
  bool is_empty = false;  // <name/>
};

// Nothing when the text ends before the element does.
std::optional<Tags> FindTags(std::string_view text, size_t name);

// The line break and the blanks before text[at], when nothing else is between them.
std::string_view IndentBefore(std::string_view text, size_t at);

bool IsBlank(char character);
std::string_view Trimmed(std::string_view text);

// The characters that `raw` stands for: character references and XML's five entities are replaced.
// Nothing when there is any other entity, or a reference to what is no character.
std::optional<std::string> Unescaped(std::string_view raw);

// Whether Unescaped would return something.
bool HasGoodReferences(std::string_view raw);

// As the content of an element.
std::string EscapedText(std::string_view text);

}  // namespace glance::xmp
