// Weight files with a golden beside them: the tiny networks of fixtures/model (their README.md says
// what they hold) and others.
#pragma once

#include <algorithm>
#include <filesystem>
#include <string>
#include <system_error>
#include <vector>

#include "support/files.h"

namespace glance::test {

// NAME.safetensors of each, by name; none when there is no such folder.
inline std::vector<std::filesystem::path> ModelsIn(const std::filesystem::path& folder) {
  std::vector<std::filesystem::path> paths;
  std::error_code missing;
  for (const auto& entry : std::filesystem::directory_iterator(folder, missing)) {
    const std::string name = entry.path().filename().string();
    if (name.ends_with(".safetensors") && !name.ends_with(".golden.safetensors")) {
      paths.push_back(entry.path());
    }
  }
  std::sort(paths.begin(), paths.end());
  return paths;
}

inline std::vector<std::filesystem::path> FixtureModels() { return ModelsIn(Fixture("model")); }

}  // namespace glance::test
