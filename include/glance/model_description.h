// What a weight file (models/FORMAT.md) says of itself.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "glance/preprocessing.h"

namespace glance {

// Where the weights came from; empty strings when the file does not say.
struct ModelSource {
  std::string package, url, file;
  std::string sha256;  // of the published file, before it was converted
};

struct ModelDescription {
  std::string name;
  std::string architecture;  // empty when the file does not say
  std::string license;       // SPDX expression of the weights' licence, or empty
  ModelSource source;
  PreprocessSpec preprocess;  // the model's own, before another resolution is chosen
  std::map<std::string, std::vector<std::string>> labels;  // by language; one entry a class
  uint32_t classes = 0;
};

}  // namespace glance
