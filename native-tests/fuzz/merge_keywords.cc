// Fuzzes what a sidecar that others wrote goes through when keywords are added to it.
#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>

#include "fuzz/require.h"
#include "xmp/encoding.h"
#include "xmp/sidecar.h"

namespace glance::fuzz {
namespace {

const xmp::Keywords kKeywords = xmp::KeywordsOf({"animal", "d<o>g", "狗"});

// Whether `part` can be made of `whole` by leaving characters out.
bool IsWithin(std::string_view part, std::string_view whole) {
  size_t at = 0;
  for (const char character : whole) {
    if (at < part.size() && part[at] == character) ++at;
  }
  return at == part.size();
}

// Only adding what is written as an attribute moves anything.
void CheckThatAllIsKept(ByteSpan before, ByteSpan after) {
  const auto old_text = xmp::DecodeText(before);
  const auto new_text = xmp::DecodeText(after);
  Require(old_text && new_text, "a sidecar that was read can be decoded");
  const bool has_attribute =
      old_text->view().contains("subject=") || old_text->view().contains("Subject=") ||
      old_text->view().contains("ubject ") || old_text->view().contains("ubject\t") ||
      old_text->view().contains("ubject\n") || old_text->view().contains("ubject\r");
  // An empty element "<a/>" loses its slash.
  std::string open(old_text->view());
  std::erase(open, '/');
  Require(has_attribute || IsWithin(open, new_text->view()), "every other character is kept");
}

void CheckSidecar(ByteSpan file) {
  const auto added = xmp::WithKeywords(file, kKeywords);
  if (!added) return RequireTyped(added.error(), {"sidecar/"});
  if (!*added) return;
  CheckThatAllIsKept(file, (*added)->span());
  const auto again = xmp::WithKeywords((*added)->span(), kKeywords);
  Require(again.has_value(), "what was written can be read");
  Require(!*again, "adding twice changes nothing");
  Require(xmp::WithKeywords((*added)->span(), xmp::KeywordsOf({"another"})).has_value(),
          "to what was written more can be added");
}

}  // namespace
}  // namespace glance::fuzz

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* bytes, size_t count) {
  glance::fuzz::CheckSidecar({bytes, count});
  return 0;
}
