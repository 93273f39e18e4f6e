#include "model/model.h"

namespace glance {

const std::vector<std::string>& Model::LabelsFor(std::string_view language) const {
  auto found = labels.find(std::string(language));
  if (found == labels.end()) found = labels.find("en");
  if (found == labels.end()) found = labels.begin();
  return found->second;
}

std::string_view ShortLabel(std::string_view label) { return label.substr(0, label.find(',')); }

}  // namespace glance
