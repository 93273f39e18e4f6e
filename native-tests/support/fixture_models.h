// The tiny networks of fixtures/model; their README.md says what they hold.
#pragma once

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include "support/files.h"

namespace glance::test {

// NAME.safetensors of each, by name.
inline std::vector<std::filesystem::path> FixtureModels() {
  std::vector<std::filesystem::path> paths;
  for (const auto& entry : std::filesystem::directory_iterator(Fixture("model"))) {
    const std::string name = entry.path().filename().string();
    if (name.ends_with(".safetensors") && !name.ends_with(".golden.safetensors")) {
      paths.push_back(entry.path());
    }
  }
  std::sort(paths.begin(), paths.end());
  return paths;
}

}  // namespace glance::test
