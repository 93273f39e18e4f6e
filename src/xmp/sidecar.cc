#include "xmp/sidecar.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "base/error_codes.h"
#include "base/text.h"
#include "base/utf8.h"
#include "xmp/encoding.h"
#include "xmp/markup.h"
#include "xmp/namespaces.h"
#include "xmp/outline.h"

namespace glance::xmp {
namespace {

// Replaces text[begin] to text[end - 1].
struct Edit {
  size_t begin = 0, end = 0;
  std::string text;
};

// A line break and blanks before a tag; nothing where tags stand side by side.
using Indent = std::string;

Indent Deeper(const Indent& indent) { return indent.empty() ? indent : indent + " "; }

std::string Named(std::string_view prefix, std::string_view local) {
  return prefix.empty() ? std::string(local) : Join({prefix, ":", local});
}

std::string Element(const Indent& indent, std::string_view name, std::string_view attributes,
                    std::string_view content) {
  return Join({indent, "<", name, attributes, ">", content, indent, "</", name, ">"});
}

std::string Items(const Indent& indent, std::string_view rdf_prefix,
                  const std::vector<std::string>& keywords) {
  std::string items;
  const std::string name = Named(rdf_prefix, "li");
  for (const std::string& keyword : keywords) {
    items += Join({indent, "<", name, ">", EscapedText(keyword), "</", name, ">"});
  }
  return items;
}

std::string Array(const Indent& indent, std::string_view rdf_prefix,
                  const std::vector<std::string>& keywords) {
  return Element(indent, Named(rdf_prefix, "Bag"), "", Items(Deeper(indent), rdf_prefix, keywords));
}

std::string Declaration(std::string_view prefix, std::string_view name) {
  return Join({" xmlns:", prefix, "=\"", name, "\""});
}

// The indent of the first thing in an element, or else one that is deeper than the element's.
Indent IndentInside(std::string_view text, const Tags& tags, std::string_view own) {
  const size_t first = std::min(text.find('<', tags.start_end), tags.end_tag);
  const std::string_view found =
      first < tags.end_tag ? IndentBefore(text, first) : std::string_view();
  return found.empty() ? Deeper(Indent(own)) : Indent(found);
}

std::unexpected<Error> CutShort() {
  return Fail(error_code::kSidecarNotXmp, {"it is not XMP: an element does not end"});
}

// Adds to the content of the element whose name is at text[name]; `content` makes what is added,
// by its indent.
template <typename Content>
Result<Edit> AddInside(std::string_view text, size_t name, const Content& content) {
  const auto tags = FindTags(text, name);
  if (!tags) return CutShort();
  if (!tags->is_empty) {
    const std::string_view own = IndentBefore(text, tags->end_tag);
    const size_t at = tags->end_tag - own.size();
    return Edit{at, at, content(IndentInside(text, *tags, own))};
  }
  const Indent own(IndentBefore(text, tags->begin));
  const std::string_view whole = text.substr(name, text.find_first_of(" \t\r\n/>", name) - name);
  return Edit{tags->start_end - 2, tags->start_end,
              Join({">", content(Deeper(own)), own, "</", whole, ">"})};
}

// Puts what stands in the property into the new rdf:Bag: items as they are, a text as its first
// item.
Result<void> Wrap(std::string_view text, const KeywordList& list, std::vector<Edit>& edits) {
  const auto tags = FindTags(text, list.begin);
  if (!tags) return CutShort();
  const std::string_view inside = text.substr(tags->start_end, tags->end_tag - tags->start_end);
  const std::string_view content = Trimmed(inside);
  if (content.empty()) {
    TRY_ASSIGN(Edit edit, AddInside(text, list.begin, [&](const Indent& indent) {
                 return Array(indent, list.rdf_prefix, list.missing);
               }));
    edits.push_back(std::move(edit));
    return {};
  }
  const auto begin = static_cast<size_t>(content.data() - text.data());
  const size_t end = begin + content.size();
  const std::string bag = Named(list.rdf_prefix, "Bag"), item = Named(list.rdf_prefix, "li");
  const bool is_text = list.form == Form::kText;
  edits.push_back({begin, begin, Join({"<", bag, is_text ? "><" + item : "", ">"})});
  edits.push_back({end, end,
                   Join({is_text ? "</" + item + ">" : "", Items("", list.rdf_prefix, list.missing),
                         "</", bag, ">"})});
  return {};
}

Edit WithoutAttribute(std::string_view text, const KeywordList& list) {
  size_t begin = list.begin;
  while (IsBlank(text[begin - 1])) --begin;
  return {begin, list.end, ""};
}

// The whole property, for where there is none; of an attribute it takes the keyword over.
std::string Property(const Indent& indent, const KeywordList& list,
                     std::optional<std::string_view> prefix, std::string_view rdf_prefix) {
  std::vector<std::string> keywords = list.missing;
  const std::string old(Trimmed(Unescaped(list.raw).value_or("")));
  if (!old.empty()) keywords.insert(keywords.begin(), old);
  return Element(indent, Named(prefix.value_or(list.prefix), list.local),
                 prefix ? "" : Declaration(list.prefix, list.name_space),
                 Array(Deeper(indent), rdf_prefix, keywords));
}

bool IsNew(const KeywordList& list) {
  return !list.missing.empty() && (list.form == Form::kAbsent || list.form == Form::kAttribute);
}

std::string NewProperties(const Indent& indent, const Outline& outline,
                          std::string_view rdf_prefix) {
  const auto& [subjects, hierarchies, target] = outline;
  std::string properties;
  if (IsNew(subjects)) properties += Property(indent, subjects, target.dc_prefix, rdf_prefix);
  if (IsNew(hierarchies)) properties += Property(indent, hierarchies, target.lr_prefix, rdf_prefix);
  return properties;
}

// With an rdf:Description around them where there is none, and an rdf:RDF.
std::string NewContent(const Indent& indent, const Outline& outline, Target::Kind kind) {
  const std::string_view rdf_prefix = outline.target.rdf_prefix.value_or("rdf");
  if (kind == Target::kDescription) return NewProperties(indent, outline, rdf_prefix);
  if (kind == Target::kRdf) {
    // An attribute without prefix is in no namespace.
    const std::string about =
        rdf_prefix.empty() ? "" : Join({" ", Named(rdf_prefix, "about"), "=\"\""});
    return Element(indent, Named(rdf_prefix, "Description"), about,
                   NewContent(Deeper(indent), outline, Target::kDescription));
  }
  return Element(indent, Named(rdf_prefix, "RDF"),
                 outline.target.rdf_prefix ? "" : Declaration(rdf_prefix, kRdfNamespace),
                 NewContent(Deeper(indent), outline, Target::kRdf));
}

// What the list needs but for new properties.
Result<void> Extend(std::string_view text, const KeywordList& list, std::vector<Edit>& edits) {
  if (list.missing.empty()) return {};
  switch (list.form) {
    case Form::kAbsent:
      return {};
    case Form::kAttribute:
      edits.push_back(WithoutAttribute(text, list));
      return {};
    case Form::kOther:
      return Fail(error_code::kSidecarUnsupported,
                  {"its ", list.prefix, ":", list.local,
                   " is written in a form that nothing can be added to: write it as an rdf:Bag"});
    case Form::kText:
    case Form::kItems:
      return Wrap(text, list, edits);
    case Form::kArray:
      break;
  }
  TRY_ASSIGN(Edit edit, AddInside(text, list.begin, [&](const Indent& indent) {
               return Items(indent, list.rdf_prefix, list.missing);
             }));
  edits.push_back(std::move(edit));
  return {};
}

Result<std::vector<Edit>> EditsOf(std::string_view text, const Outline& outline) {
  std::vector<Edit> edits;
  TRY(Extend(text, outline.subjects, edits));
  TRY(Extend(text, outline.hierarchies, edits));
  if (IsNew(outline.subjects) || IsNew(outline.hierarchies)) {
    const Target& target = outline.target;
    TRY_ASSIGN(Edit edit, AddInside(text, target.begin, [&](const Indent& indent) {
                 return NewContent(indent, outline, target.kind);
               }));
    edits.push_back(std::move(edit));
  }
  std::ranges::sort(edits, {}, &Edit::begin);  // no two begin at one place
  return edits;
}

Result<Buffer<char>> Edited(std::string_view text, const std::vector<Edit>& edits) {
  size_t size = text.size();
  for (const Edit& edit : edits) size = size - (edit.end - edit.begin) + edit.text.size();
  TRY_ASSIGN(auto edited, Buffer<char>::Create(size));
  char* to = edited.data();
  size_t at = 0;
  for (const Edit& edit : edits) {
    to = std::ranges::copy(text.substr(at, edit.begin - at), to).out;
    to = std::ranges::copy(edit.text, to).out;
    at = edit.end;
  }
  std::ranges::copy(text.substr(at), to);
  return edited;
}

std::string CleanName(std::string_view name) {
  constexpr size_t kLongest = 1000;
  std::string clean;
  for (size_t at = 0; at < name.size() && clean.size() + kLongestUtf8 <= kLongest;) {
    const size_t length = Utf8Length(name, at);
    const std::string_view character = name.substr(at, std::max(length, size_t{1}));
    const bool is_good = length > 0 && IsXmlCharacter(CodePointOf(character));
    clean += is_good ? character : "\xEF\xBF\xBD";
    at += character.size();
  }
  return std::string(Trimmed(clean));
}

Result<void> CheckSize(size_t bytes) {
  if (bytes <= kMaxSidecarBytes) return {};
  return Fail(error_code::kSidecarTooLarge, {"it has ", GroupDigits(bytes), " bytes; at most ",
                                             GroupDigits(kMaxSidecarBytes), " are read"});
}

constexpr std::string_view kEmptySidecar =
    R"(<?xml version="1.0" encoding="UTF-8"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/" x:xmptk="Glance">
 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <rdf:Description rdf:about=""
    xmlns:dc="http://purl.org/dc/elements/1.1/"
    xmlns:lr="http://ns.adobe.com/lightroom/1.0/"/>
 </rdf:RDF>
</x:xmpmeta>
)";

bool Has(const std::vector<std::string>& names, const std::string& name) {
  return std::ranges::find(names, name) != names.end();
}

}  // namespace

Keywords KeywordsOf(const std::vector<std::string>& path) {
  Keywords keywords;
  std::string whole;
  for (const std::string& name : path) {
    std::string clean = CleanName(name);
    if (clean.empty()) continue;
    if (!Has(keywords.subjects, clean)) keywords.subjects.push_back(clean);
    std::ranges::replace(clean, '|', '/');
    whole += (whole.empty() ? "" : "|") + clean;
  }
  if (!whole.empty()) keywords.hierarchies.push_back(whole);
  return keywords;
}

Result<std::optional<Buffer<uint8_t>>> WithKeywords(ByteSpan sidecar, const Keywords& keywords) {
  TRY(CheckSize(sidecar.size()));
  TRY_ASSIGN(const DecodedText text, DecodeText(sidecar));
  TRY_ASSIGN(const Outline outline, ReadOutline(text.view(), text.encoding, keywords));
  TRY_ASSIGN(const auto edits, EditsOf(text.view(), outline));
  if (edits.empty()) return std::nullopt;
  TRY_ASSIGN(const auto edited, Edited(text.view(), edits));
  TRY_ASSIGN(auto file, EncodeText({edited.data(), edited.size()}, text.encoding));
  TRY(CheckSize(file.size()));
  return file;
}

Result<Buffer<uint8_t>> NewSidecar(const Keywords& keywords) {
  const ByteSpan empty(reinterpret_cast<const uint8_t*>(kEmptySidecar.data()),
                       kEmptySidecar.size());
  TRY_ASSIGN(auto sidecar, WithKeywords(empty, keywords));
  if (sidecar) return *std::move(sidecar);
  return Buffer<uint8_t>::CopyOf(empty);
}

}  // namespace glance::xmp
