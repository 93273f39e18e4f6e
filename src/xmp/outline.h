// What WithKeywords must know of a sidecar: which keywords it has, and where more can be added.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "xmp/encoding.h"
#include "xmp/sidecar.h"

namespace glance::xmp {

// How a list of keywords is written; later ones are taken before earlier ones.
enum class Form {
  kAbsent,
  kOther,      // in a way that nothing can be added to, a resource for example
  kAttribute,  // <rdf:Description dc:subject="cat">
  kText,       // <dc:subject>cat</dc:subject>, perhaps empty
  kItems,      // <dc:subject><rdf:li>cat</rdf:li></dc:subject>
  kArray,  // <dc:subject><rdf:Bag><rdf:li>cat</rdf:li></rdf:Bag></dc:subject>, or rdf:Seq, rdf:Alt
};

// All offsets and views are of the text.
struct KeywordList {
  std::string_view name_space;  // of the property
  std::string_view prefix;      // that it usually has
  std::string_view local;
  std::vector<std::string> missing;  // of the wanted keywords, those that the file lacks
  Form form = Form::kAbsent;
  size_t begin = 0;             // of the name: of the array, the property or the attribute
  size_t end = 0;               // kAttribute: behind the closing quote
  std::string_view raw;         // kAttribute: its value
  std::string_view rdf_prefix;  // there
};

// The innermost element that a property can be added to: rdf:Description if there is one, else
// rdf:RDF, else x:xmpmeta.
struct Target {
  enum Kind { kNone, kMeta, kRdf, kDescription } kind = kNone;
  size_t begin = 0;  // of its name
  std::optional<std::string_view> rdf_prefix, dc_prefix, lr_prefix;
};

struct Outline {
  KeywordList subjects;     // dc:subject
  KeywordList hierarchies;  // lr:hierarchicalSubject
  Target target;
};

// Fails with sidecar/not-xmp, sidecar/too-large or memory/exhausted.
Result<Outline> ReadOutline(std::string_view text, const Encoding& encoding,
                            const Keywords& wanted);

}  // namespace glance::xmp
