// EfficientNet-Lite0, converted from its published weights by `make model`.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>

#include "glance/classifier.h"
#include "model/model.h"
#include "support/files.h"

namespace glance::test {

// The whole weight file. Fails the test, and returns nothing, when it has not been made.
inline Buffer<uint8_t> Lite0File(const char* path = GLANCE_MODEL_FILE) {
  if (!std::filesystem::exists(path)) {
    ADD_FAILURE() << path << " is missing: run `make model`";
    return {};
  }
  const auto bytes = ReadFile(path);
  auto file = Buffer<uint8_t>::CopyOf(bytes);
  return file ? *std::move(file) : Buffer<uint8_t>();
}

inline Result<Classifier> LoadLite0(const LoadOptions& options = {},
                                    const char* path = GLANCE_MODEL_FILE) {
  return Classifier::Load(Lite0File(path), options);
}

inline Result<Classification> ClassifyFixture(Classifier& classifier, const std::string& name,
                                              const ClassifyOptions& options = {}) {
  return classifier.Classify(ReadFile(Fixture(name)), options);
}

// ClassifyFixture's answer to one picture that every test of the layer knows: coffee_square.png,
// an espresso.
inline constexpr char kEspresso[] = "classifier/coffee_square.png";
inline constexpr int kEspressoClass = 967;

}  // namespace glance::test
