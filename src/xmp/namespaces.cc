#include "xmp/namespaces.h"

#include <ranges>

#include "base/error_codes.h"

namespace glance::xmp {

QualifiedName SplitName(std::string_view name) {
  const size_t colon = name.find(':');
  if (colon == std::string_view::npos) return {{}, name};
  return {name.substr(0, colon), name.substr(colon + 1)};
}

Result<void> Namespaces::Declare(std::string_view attribute, std::string_view value) {
  constexpr size_t kMost = 256;  // each name is looked up in all of them
  const auto [prefix, local] = SplitName(attribute);
  const bool is_default = attribute == "xmlns";
  if (!is_default && prefix != "xmlns") return {};
  if (declared_.size() == kMost) {
    return Fail(error_code::kSidecarTooLarge, {"it has more than ", kMost, " namespaces"});
  }
  declared_.push_back({is_default ? std::string_view() : local, value});
  return {};
}

std::optional<std::string_view> Namespaces::Find(std::string_view prefix) const {
  for (const Declaration& declaration : declared_ | std::views::reverse) {
    if (declaration.prefix == prefix) return declaration.name;
  }
  if (prefix == "xml") return "http://www.w3.org/XML/1998/namespace";
  if (prefix.empty()) return "";
  return std::nullopt;
}

std::optional<std::string_view> Namespaces::PrefixOf(std::string_view name) const {
  for (const Declaration& declaration : declared_ | std::views::reverse) {
    if (declaration.name == name && Find(declaration.prefix) == name) return declaration.prefix;
  }
  return std::nullopt;
}

}  // namespace glance::xmp
