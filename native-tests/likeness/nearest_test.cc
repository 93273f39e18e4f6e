#include "likeness/nearest.h"

#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <utility>

#include "support/random_numbers.h"

namespace glance {
namespace {

std::vector<int16_t> Quantized(const std::vector<float>& values, size_t columns) {
  std::vector<int16_t> rows(values.size());
  for (size_t at = 0; at < values.size(); at += columns) {
    Quantize(std::span(values).subspan(at, columns), std::span(rows).subspan(at, columns));
  }
  return rows;
}

TEST(Quantize, HasTheLengthOf16Bits) {
  const auto row = Quantized({3, 0, -4}, 3);
  EXPECT_EQ(row, (std::vector<int16_t>{19660, 0, -26214}));  // 32,767 * 0.6 and 0.8
  EXPECT_EQ(Quantized({0, 0}, 2), (std::vector<int16_t>{0, 0}));
  EXPECT_EQ(Quantized({1e-30f, 0}, 2), (std::vector<int16_t>{32767, 0}));
  EXPECT_EQ(Quantized({-3e38f, 3e38f}, 2), (std::vector<int16_t>{-23170, 23170}));
}

TEST(Cosine, OfRightAnglesAndEqualRows) {
  const auto rows = Quantized({3, 4, -4, 3, 6, 8, -3, -4}, 2);
  const std::span all(rows);
  EXPECT_NEAR(CosineOf(all.subspan(0, 2), all.subspan(2, 2)), 0, 1e-4);
  EXPECT_NEAR(CosineOf(all.subspan(0, 2), all.subspan(4, 2)), 1, 1e-4);
  EXPECT_NEAR(CosineOf(all.subspan(0, 2), all.subspan(6, 2)), -1, 1e-4);
}

// Rows of which some are near each other; columns differ in how much they hold.
std::vector<float> SomeRows(size_t count, size_t columns, uint32_t seed) {
  test::RandomNumbers random(seed);
  std::vector<float> values = random.Floats(count * columns, 0, 1);
  for (size_t i = 0; i < values.size(); ++i) {
    values[i] *= static_cast<float>(1 + i % columns % 7);
    if (i >= columns && i / columns % 3 != 0) {
      values[i] = 0.6f * values[i - columns] + 0.4f * values[i];
    }
  }
  return values;
}

void ExpectEveryPair(size_t count, size_t columns, float least) {
  const auto values = SomeRows(count, columns, static_cast<uint32_t>(count * columns));
  const auto rows = Quantized(values, columns);
  std::map<std::pair<int, int>, float> found;
  const auto visit = [&](const NearPair& pair) {
    EXPECT_TRUE(found.insert({{pair.first, pair.second}, pair.cosine}).second);
  };
  ASSERT_TRUE(ForEachPairAbove({rows, columns}, least, visit).has_value());
  // Rounding to 16 bits: half a step in each of `columns` numbers, of two rows (Cauchy, Schwarz).
  const double tolerance = std::sqrt(static_cast<double>(columns)) / kLength + 1e-5;
  size_t certain = 0;
  for (size_t i = 0; i < count; ++i) {
    for (size_t j = i + 1; j < count; ++j) {
      double ab = 0, aa = 0, bb = 0;
      for (size_t c = 0; c < columns; ++c) {
        const double a = values[i * columns + c], b = values[j * columns + c];
        ab += a * b;
        aa += a * a;
        bb += b * b;
      }
      const double cosine = ab / std::sqrt(aa * bb);
      const auto at = found.find({static_cast<int>(i), static_cast<int>(j)});
      if (at != found.end()) {
        EXPECT_NEAR(at->second, cosine, tolerance);
        EXPECT_GE(cosine, least - tolerance);
        found.erase(at);
      } else {
        EXPECT_LE(cosine, least + tolerance) << i << " " << j;
      }
      certain += cosine > least + tolerance ? 1 : 0;
    }
  }
  EXPECT_TRUE(found.empty());
  EXPECT_TRUE(certain > 0 || count <= 10 || least >= 0.95f);
}

TEST(NearPairs, AreThoseThatALoopOverAllPairsFinds) {
  for (const size_t count : {1, 2, 3, 4, 5, 127, 128, 129, 131, 260}) {
    ExpectEveryPair(count, 40, 0.9f);
  }
  for (const size_t columns : {1, 2, 31, 32, 33, 100}) ExpectEveryPair(37, columns, 0.8f);
  for (const float least : {0.01f, 0.5f, 0.99f, 1.0f}) ExpectEveryPair(50, 64, least);
}

TEST(NearPairs, OfNothingAreNone) {
  const auto visit = [](const NearPair&) { ADD_FAILURE(); };
  EXPECT_TRUE(ForEachPairAbove({{}, 16}, 0.5f, visit).has_value());
  const std::vector<int16_t> zeros(64);
  EXPECT_TRUE(ForEachPairAbove({zeros, 16}, 0.5f, visit).has_value());
}

}  // namespace
}  // namespace glance
