// Every committed weight file loads; cut or changed anywhere it gives a result or a typed error.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include "model/shapes.h"
#include "support/expect_error.h"
#include "support/files.h"
#include "support/fixture_models.h"
#include "support/load_bytes.h"
#include "support/random_numbers.h"

namespace glance::test {
namespace {

TEST(Fixtures, ThereAreThirtyAtLeast) { EXPECT_GE(FixtureModels().size(), 30u); }

TEST(Fixtures, EachLoads) {
  for (const auto& path : FixtureModels()) {
    const auto model = LoadBytes(ReadFile(path));
    ASSERT_TRUE(model) << path << " " << ErrorOf(model);
    EXPECT_EQ(model->name, path.stem().string());
    EXPECT_GT(model->classes, 0u);
  }
}

// A file that lacks its end is never a model, wherever the cut is.
TEST(Fixtures, EachCutIsATypedError) {
  size_t cuts = 0;
  for (const auto& path : FixtureModels()) {
    const std::vector<uint8_t> bytes = ReadFile(path);
    for (size_t size = 0; size < bytes.size(); size += size < 64 ? 1 : 23) {
      const auto model = LoadBytes(std::span(bytes).first(size));
      ASSERT_FALSE(model) << path << " cut to " << size << " bytes";
      ExpectTyped(model.error());
      ++cuts;
    }
  }
  EXPECT_GT(cuts, 4000u);
}

TEST(Fixtures, EachFileWithATailIsATypedError) {
  for (const auto& path : FixtureModels()) {
    std::vector<uint8_t> bytes = ReadFile(path);
    bytes.push_back(0);
    ExpectError(LoadBytes(bytes), error_code::kModelBadOffsets, "bytes after the last tensor: 1");
  }
}

// What a loaded model promises to the stages after it.
void ExpectConsistent(const Model& model) {
  const auto& preprocess = model.preprocess;
  const auto shapes = InferShapes(model, static_cast<uint32_t>(preprocess.crop_height_px),
                                  static_cast<uint32_t>(preprocess.crop_width_px));
  ASSERT_TRUE(shapes) << ErrorOf(shapes);
  EXPECT_EQ((*shapes)[model.graph.logits], (ValueShape{1, 1, model.classes}));
  EXPECT_EQ(model.LabelsFor("en").size(), model.classes);
}

TEST(Fixtures, EachSingleBitFlipIsAModelOrATypedError) {
  constexpr int kFlipsPerFile = 70;
  RandomNumbers random(1);
  int flips = 0, refused = 0;
  for (const auto& path : FixtureModels()) {
    std::vector<uint8_t> bytes = ReadFile(path);
    for (int i = 0; i < kFlipsPerFile; ++i, ++flips) {
      const uint32_t bit = random.Int(0, static_cast<uint32_t>(bytes.size() * 8 - 1));
      const auto mask = static_cast<uint8_t>(1 << (bit % 8));
      bytes[bit / 8] ^= mask;
      const auto model = LoadBytes(bytes);
      bytes[bit / 8] ^= mask;
      SCOPED_TRACE(path.string() + " bit " + std::to_string(bit));
      if (model) ExpectConsistent(*model);
      if (!model) ExpectTyped(model.error());
      refused += model ? 0 : 1;
    }
  }
  EXPECT_GE(flips, 2000);
  EXPECT_GT(refused, flips / 4);
}

// Single flips in the weights change no more than a value: half of these go to the header.
TEST(Fixtures, EachFlipInTheHeaderIsAModelOrATypedError) {
  RandomNumbers random(2);
  for (const auto& path : FixtureModels()) {
    std::vector<uint8_t> bytes = ReadFile(path);
    const uint32_t header_bits = 8 * (8 + bytes[0] + 256 * bytes[1]);
    for (int i = 0; i < 40; ++i) {
      std::vector<uint8_t> changed = bytes;
      for (int flip = 0; flip < 2; ++flip) {
        const uint32_t bit = random.Int(0, header_bits - 1);
        changed[bit / 8] ^= static_cast<uint8_t>(1 << (bit % 8));
      }
      const auto model = LoadBytes(changed);
      if (model) ExpectConsistent(*model);
      if (!model) ExpectTyped(model.error());
    }
  }
}

}  // namespace
}  // namespace glance::test
