// Reading fixtures and test data. A missing file fails the test that asked for it.
#pragma once

#include <gtest/gtest.h>

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

namespace glance::test {

// A path below native-tests/fixtures (committed).
inline std::filesystem::path Fixture(const std::string& name) {
  return std::filesystem::path(GLANCE_FIXTURES) / name;
}

// A path below ../shared/data (beside the checkout, never committed).
inline std::filesystem::path SharedData(const std::string& name) {
  return std::filesystem::path(GLANCE_SHARED_DATA) / name;
}

inline std::vector<uint8_t> ReadFile(const std::filesystem::path& path) {
  std::ifstream stream(path, std::ios::binary);
  EXPECT_TRUE(stream.good()) << "cannot read " << path;
  return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
}

}  // namespace glance::test
