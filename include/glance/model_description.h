// What a weight file (models/FORMAT.md) says of itself.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "glance/preprocessing.h"

namespace glance {

// Where the weights came from; empty strings when the file does not say.
struct ModelSource {
  std::string package, url, file;
  std::string sha256;  // of the published file, before it was converted
};

// One group of the classes, such as "dog": what an answer may be when no label is sure enough.
struct ClassGroup {
  std::string id;                            // for programs; no two groups have the same
  std::map<std::string, std::string> names;  // by language, those of the labels
  std::optional<int> parent;  // of which it is a kind: its place in ModelDescription::groups
  std::vector<int> classes;   // every class in it, with those of the groups below it; ascending
};

struct ModelDescription {
  std::string name;
  std::string architecture;  // empty when the file does not say
  std::string license;       // SPDX expression of the weights' licence, or empty
  ModelSource source;
  PreprocessSpec preprocess;  // the model's own, before another resolution is chosen
  std::map<std::string, std::vector<std::string>> labels;  // by language; one entry a class
  std::vector<ClassGroup> groups;  // as the file lists them; none when it has no hierarchy
  uint32_t classes = 0;
  uint32_t embedding_size = 0;  // numbers of a picture's embedding; 0: the network has none
};

}  // namespace glance
