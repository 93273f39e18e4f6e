// The fuzzer of weight files changes one layer of a file at a time; put together again unchanged, a
// file must be what it was, or the fuzzer would never get past the header.
#include <gtest/gtest.h>

#include <string>

#include "fuzz/model_text.h"
#include "support/files.h"
#include "support/fixture_models.h"
#include "support/load_bytes.h"

namespace glance::test {
namespace {

TEST(FuzzedText, IsTheFileAgainWhenNothingChanges) {
  for (const auto& path : FixtureModels()) {
    const auto file = ReadFile(path);
    EXPECT_EQ(fuzz::JoinModel(fuzz::SplitModel(file)), file) << path;
  }
}

TEST(FuzzedText, ALongerDocumentIsStillAFileThatLoads) {
  for (const auto& path : FixtureModels()) {
    fuzz::ModelText text = fuzz::SplitModel(ReadFile(path));
    ASSERT_TRUE(text.document.starts_with('{')) << path;
    text.document.insert(1, R"("more":"\"\\",)");
    const auto model = LoadBytes(fuzz::JoinModel(text));
    EXPECT_TRUE(model.has_value()) << path << ": " << (model ? "" : model.error().message);
  }
}

TEST(FuzzedText, WhatIsNoWeightFileIsKeptInsideAHeader) {
  const std::vector<uint8_t> bytes{9, 0, 0, 0, 0, 0, 0, 0, '{', '"', 'g'};
  const fuzz::ModelText text = fuzz::SplitModel(bytes);
  EXPECT_EQ(text.before, "{\"g");
  EXPECT_TRUE(text.document.empty());
  EXPECT_TRUE(fuzz::SplitModel({}).before.empty());
}

}  // namespace
}  // namespace glance::test
