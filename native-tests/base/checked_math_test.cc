// Sizes that do not fit into 64 bits.
#include "base/checked_math.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <optional>

namespace glance::test {
namespace {

constexpr uint64_t kMax = UINT64_MAX;

TEST(CheckedMath, ProductsThatFitAreExact) {
  EXPECT_EQ(CheckedMultiply(0, kMax), 0u);
  EXPECT_EQ(CheckedMultiply(1, kMax), kMax);
  EXPECT_EQ(CheckedMultiply(uint64_t{1} << 32, (uint64_t{1} << 32) - 1), kMax - UINT32_MAX);
  EXPECT_EQ(CheckedMultiply(kMax / 3, 3), kMax);
}

TEST(CheckedMath, ProductsThatWrapAreNothing) {
  EXPECT_EQ(CheckedMultiply(uint64_t{1} << 32, uint64_t{1} << 32), std::nullopt);
  EXPECT_EQ(CheckedMultiply(kMax, 2), std::nullopt);
  EXPECT_EQ(CheckedMultiply(kMax / 3 + 1, 3), std::nullopt);
}

TEST(CheckedMath, SumsThatFitAreExact) {
  EXPECT_EQ(CheckedAdd(kMax, 0), kMax);
  EXPECT_EQ(CheckedAdd(kMax - 5, 5), kMax);
}

TEST(CheckedMath, SumsThatWrapAreNothing) {
  EXPECT_EQ(CheckedAdd(kMax, 1), std::nullopt);
  EXPECT_EQ(CheckedAdd(uint64_t{1} << 63, uint64_t{1} << 63), std::nullopt);
}

TEST(CheckedMath, OrderDoesNotMatter) {
  EXPECT_EQ(CheckedMultiply(2, kMax), CheckedMultiply(kMax, 2));
  EXPECT_EQ(CheckedAdd(1, kMax), CheckedAdd(kMax, 1));
}

}  // namespace
}  // namespace glance::test
