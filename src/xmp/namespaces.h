// The namespaces in force at a place of an XML text (https://www.w3.org/TR/xml-names), of which
// pugixml knows nothing.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace glance::xmp {

inline constexpr std::string_view kRdfNamespace = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
inline constexpr std::string_view kMetaNamespace = "adobe:ns:meta/";
inline constexpr std::string_view kDcNamespace = "http://purl.org/dc/elements/1.1/";
inline constexpr std::string_view kLrNamespace = "http://ns.adobe.com/lightroom/1.0/";

// "dc:subject" -> {"dc", "subject"}; no prefix is an empty one.
struct QualifiedName {
  std::string_view prefix, local;
};
QualifiedName SplitName(std::string_view name);

// The views that it is given must outlive it.
class Namespaces {
 public:
  // An attribute of the element that is entered; does nothing unless it declares a namespace. Fails
  // with sidecar/too-large when too many are in force.
  Result<void> Declare(std::string_view attribute, std::string_view value);

  // For leaving an element: what was declared since there were `count` is out of force.
  size_t count() const { return declared_.size(); }
  void Shrink(size_t count) { declared_.resize(count); }

  // The namespace of a prefix; none is the default namespace, which may be empty. Nothing when the
  // prefix is not declared.
  std::optional<std::string_view> Find(std::string_view prefix) const;

  // A prefix of the namespace, perhaps the empty one; nothing when it has none here.
  std::optional<std::string_view> PrefixOf(std::string_view name) const;

 private:
  struct Declaration {
    std::string_view prefix, name;
  };
  std::vector<Declaration> declared_;
};

}  // namespace glance::xmp
