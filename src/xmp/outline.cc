#include "xmp/outline.h"

#include <algorithm>
#include <pugixml.hpp>
#include <utility>

#include "base/error_codes.h"
#include "xmp/markup.h"
#include "xmp/namespaces.h"

namespace glance::xmp {
namespace {

// No keyword that is looked for is as long; what is longer is not compared.
constexpr size_t kLongestValue = 1 << 16;

std::unexpected<Error> NotXmp(std::string_view reason) {
  return Fail(error_code::kSidecarNotXmp, {"it is not XMP: ", reason});
}

// What an element is by its name and its parent.
enum class Role { kDocument, kMeta, kRdf, kDescription, kProperty, kArray, kItem, kOther };

struct Place {
  Role role = Role::kOther;
  KeywordList* list = nullptr;  // from kProperty on
  size_t property = 0;          // where its name begins
};

bool IsArray(std::string_view local) { return local == "Bag" || local == "Seq" || local == "Alt"; }

Result<void> CheckReferences(std::string_view raw) {
  if (HasGoodReferences(raw)) return {};
  return NotXmp("it has an entity, which XMP has not");
}

// A name has at most one colon, and what is on either side of it could be a name. pugixml has seen
// that all of it are characters of names and that the first may begin one.
Result<void> CheckName(std::string_view name) {
  const size_t colon = name.find(':');
  if (colon == std::string_view::npos) return {};
  const std::string_view local = name.substr(colon + 1);
  const bool begins_well =
      !local.empty() && !std::string_view("-.:0123456789").contains(local.front());
  if (colon > 0 && begins_well && !local.contains(':')) return {};
  return NotXmp("a name has a colon in the wrong place");
}

// Fails when two attributes have one name, or when there are too many.
Result<void> CheckAttributes(pugi::xml_node element) {
  std::vector<std::string_view> names;
  for (const pugi::xml_attribute attribute : element.attributes()) {
    if (names.size() == kMaxAttributes) {
      return Fail(error_code::kSidecarTooLarge,
                  {"it has an element of more than ", kMaxAttributes, " attributes"});
    }
    names.emplace_back(attribute.name());
    TRY(CheckName(names.back()));
    TRY(CheckReferences(attribute.value()));
  }
  std::ranges::sort(names);
  if (std::ranges::adjacent_find(names) == names.end()) return {};
  return NotXmp("an element has an attribute twice");
}

bool HasElements(pugi::xml_node element) {
  return std::ranges::any_of(
      element.children(), [](pugi::xml_node child) { return child.type() == pugi::node_element; });
}

// The text of an element without its child elements and without blanks around it; nothing when it
// is too long to be a keyword that is looked for.
std::optional<std::string> ValueOf(pugi::xml_node element) {
  std::string value;
  for (const pugi::xml_node child : element.children()) {
    const std::string_view raw = child.value();
    const bool is_cdata = child.type() == pugi::node_cdata;
    if (!is_cdata && child.type() != pugi::node_pcdata) continue;
    if (raw.size() > kLongestValue - value.size()) return std::nullopt;
    value += is_cdata ? std::string(raw) : Unescaped(raw).value_or("");
  }
  return std::string(Trimmed(value));
}

class Reader {
 public:
  // `parsed` is the copy of `text` that pugixml has written zeros into.
  Reader(std::string_view text, const char* parsed, Outline& outline)
      : text_(text), parsed_(parsed), outline_(outline) {}

  Result<void> Visit(pugi::xml_node element, const Place& parent, int depth) {
    if (depth > kMaxDepth) {
      return Fail(error_code::kSidecarTooLarge,
                  {"its elements are nested more than ", kMaxDepth, " deep"});
    }
    TRY(CheckName(element.name()));
    TRY(CheckAttributes(element));
    const size_t outer = namespaces_.count();
    for (const pugi::xml_attribute attribute : element.attributes()) {
      TRY(namespaces_.Declare(ViewOf(attribute.name()), ViewOf(attribute.value())));
    }
    TRY_ASSIGN(const Place place, PlaceOf(element, parent));
    TRY(ReadAttributes(element, place));
    Note(element, parent, place);
    for (const pugi::xml_node child : element.children()) {
      if (child.type() == pugi::node_pcdata) TRY(CheckReferences(child.value()));
      if (child.type() == pugi::node_element) TRY(Visit(child, place, depth + 1));
    }
    namespaces_.Shrink(outer);
    return {};
  }

 private:
  size_t OffsetOf(const char* parsed) const { return static_cast<size_t>(parsed - parsed_); }

  // The same characters in the text, which outlives what pugixml has parsed. pugixml's empty
  // strings are not in the text.
  std::string_view ViewOf(const char* parsed) const {
    const std::string_view view(parsed);
    return view.empty() ? std::string_view() : text_.substr(OffsetOf(parsed), view.size());
  }

  std::unexpected<Error> Undeclared(std::string_view name) const {
    constexpr size_t kShown = 40;
    return Fail(error_code::kSidecarNotXmp,
                {"it is not XMP: the namespace of '", name.substr(0, kShown), "' is not declared"});
  }

  Result<Place> PlaceOf(pugi::xml_node element, const Place& parent) {
    const auto [prefix, local] = SplitName(element.name());
    const auto name_space = namespaces_.Find(prefix);
    if (!name_space) return Undeclared(element.name());
    const bool is_rdf = name_space == kRdfNamespace;
    switch (parent.role) {
      case Role::kDocument:
        if (name_space == kMetaNamespace && (local == "xmpmeta" || local == "xapmeta")) {
          return Place{Role::kMeta};
        }
        if (is_rdf && local == "RDF") return Place{Role::kRdf};
        return NotXmp("its first element is neither x:xmpmeta nor rdf:RDF");
      case Role::kMeta:
        return Place{is_rdf && local == "RDF" ? Role::kRdf : Role::kOther};
      case Role::kRdf:
        return Place{is_rdf && local == "Description" ? Role::kDescription : Role::kOther};
      case Role::kDescription:
        if (KeywordList* list = ListOf(*name_space, local)) {
          return Place{Role::kProperty, list, OffsetOf(element.name())};
        }
        return Place{};
      case Role::kProperty:
        if (is_rdf && IsArray(local)) return Place{Role::kArray, parent.list, parent.property};
        [[fallthrough]];
      case Role::kArray:
        if (is_rdf && local == "li") return Place{Role::kItem, parent.list, parent.property};
        return Place{};
      default:
        return Place{};
    }
  }

  KeywordList* ListOf(std::string_view name_space, std::string_view local) {
    for (KeywordList* list : {&outline_.subjects, &outline_.hierarchies}) {
      if (list->name_space == name_space && list->local == local) return list;
    }
    return nullptr;
  }

  // Every attribute's namespace is declared; those of rdf:Description may be keywords.
  Result<void> ReadAttributes(pugi::xml_node element, const Place& place) {
    for (const pugi::xml_attribute attribute : element.attributes()) {
      const auto [prefix, local] = SplitName(attribute.name());
      if (prefix.empty() || prefix == "xmlns") continue;
      const auto name_space = namespaces_.Find(prefix);
      if (!name_space) return Undeclared(attribute.name());
      KeywordList* list = place.role == Role::kDescription ? ListOf(*name_space, local) : nullptr;
      if (list == nullptr) continue;
      if (Improve(*list, Form::kAttribute, OffsetOf(attribute.name()))) {
        list->raw = ViewOf(attribute.value());
        list->end = OffsetOf(attribute.value()) + list->raw.size() + 1;
      }
      Has(*list, Unescaped(attribute.value()));
    }
    return {};
  }

  // Whether this is the best form yet.
  bool Improve(KeywordList& list, Form form, size_t begin) {
    if (form <= list.form) return false;
    list.form = form;
    list.begin = begin;
    list.rdf_prefix = namespaces_.PrefixOf(kRdfNamespace).value_or("");
    return true;
  }

  static void Has(KeywordList& list, const std::optional<std::string>& value) {
    if (value) std::erase(list.missing, Trimmed(*value));
  }

  void Note(pugi::xml_node element, const Place& parent, const Place& place) {
    const size_t begin = OffsetOf(element.name());
    switch (place.role) {
      case Role::kMeta:
        return Aim(Target::kMeta, begin);
      case Role::kRdf:
        return Aim(Target::kRdf, begin);
      case Role::kDescription:
        return Aim(Target::kDescription, begin);
      case Role::kProperty:
        return NoteProperty(element, *place.list, begin);
      case Role::kArray:
        Improve(*place.list, Form::kArray, begin);
        return;
      case Role::kItem:
        if (parent.role == Role::kProperty) Improve(*place.list, Form::kItems, place.property);
        return Has(*place.list, ValueOf(element));
      default:
        return;
    }
  }

  void NoteProperty(pugi::xml_node element, KeywordList& list, size_t begin) {
    if (HasElements(element) || IsNoText(element)) {
      Improve(list, Form::kOther, begin);  // until an array is seen in it
      return;
    }
    Improve(list, Form::kText, begin);
    Has(list, ValueOf(element));
  }

  // rdf:resource, rdf:parseType and their like say what else a property is.
  bool IsNoText(pugi::xml_node property) const {
    return std::ranges::any_of(property.attributes(), [this](pugi::xml_attribute attribute) {
      const std::string_view prefix = SplitName(attribute.name()).prefix;
      return !prefix.empty() && namespaces_.Find(prefix) == kRdfNamespace;
    });
  }

  void Aim(Target::Kind kind, size_t begin) {
    if (kind <= outline_.target.kind) return;
    outline_.target = {kind, begin, namespaces_.PrefixOf(kRdfNamespace),
                       namespaces_.PrefixOf(kDcNamespace), namespaces_.PrefixOf(kLrNamespace)};
  }

  std::string_view text_;
  const char* parsed_;
  Outline& outline_;
  Namespaces namespaces_;
};

Result<void> CheckDeclaration(pugi::xml_node declaration, const Encoding& encoding) {
  std::string name = declaration.attribute("encoding").value();
  std::ranges::transform(name, name.begin(), [](char letter) {
    return letter >= 'a' && letter <= 'z' ? static_cast<char>(letter - 'a' + 'A') : letter;
  });
  constexpr std::string_view kNames[] = {"", "UTF-8", "UTF-16", "", "UTF-32"};
  if (name.empty() || name.starts_with(kNames[encoding.unit_bytes])) return {};
  return NotXmp("its declaration names another encoding than it has");
}

// The one element of a document, beside comments and processing instructions.
Result<pugi::xml_node> RootOf(const pugi::xml_document& document, const Encoding& encoding) {
  pugi::xml_node root;
  for (const pugi::xml_node child : document.children()) {
    switch (child.type()) {
      case pugi::node_doctype:
        return NotXmp("it has a document type");
      case pugi::node_declaration:
        TRY(CheckDeclaration(child, encoding));
        break;
      case pugi::node_pcdata:
      case pugi::node_cdata:
        return NotXmp("it has text around its element");
      case pugi::node_element:
        if (root) return NotXmp("it has more than one element at its top");
        root = child;
        break;
      default:
        break;
    }
  }
  if (!root) return NotXmp("it has no element");
  return root;
}

Result<void> Parse(pugi::xml_document& document, Buffer<char>& text) {
  // Escapes and line ends stay, so that offsets are those of the text; with parse_fragment, text
  // beside the root is seen.
  constexpr unsigned int kOptions = pugi::parse_pi | pugi::parse_comments | pugi::parse_cdata |
                                    pugi::parse_declaration | pugi::parse_doctype |
                                    pugi::parse_fragment;
  const auto parsed =
      document.load_buffer_inplace(text.data(), text.size(), kOptions, pugi::encoding_utf8);
  if (parsed) return {};
  if (parsed.status == pugi::status_out_of_memory) {
    return std::unexpected(OutOfMemory(text.size(), 1));
  }
  return Fail(error_code::kSidecarNotXmp,
              {"it is not XML: ", parsed.description(), " at byte ", parsed.offset});
}

}  // namespace

Result<Outline> ReadOutline(std::string_view text, const Encoding& encoding,
                            const Keywords& wanted) {
  TRY_ASSIGN(auto copy, Buffer<char>::CopyOf(text));
  pugi::xml_document document;
  TRY(Parse(document, copy));
  TRY_ASSIGN(const pugi::xml_node root, RootOf(document, encoding));
  Outline outline{.subjects = {kDcNamespace, "dc", "subject", wanted.subjects},
                  .hierarchies = {kLrNamespace, "lr", "hierarchicalSubject", wanted.hierarchies}};
  TRY(Reader(text, copy.data(), outline).Visit(root, {Role::kDocument}, 1));
  return outline;
}

}  // namespace glance::xmp
