#include "base/with_numbers.h"

#include <gtest/gtest.h>

#include <limits>

namespace glance {
namespace {

TEST(WithNumbers, PutsEachNumberInItsPlace) {
  EXPECT_EQ(WithNumbers("#x# pixels at #", {3, -4, 0}), "3x-4 pixels at 0");
  EXPECT_EQ(WithNumbers("nothing", {}), "nothing");
  EXPECT_EQ(WithNumbers("", {}), "");
  EXPECT_EQ(WithNumbers("#", {std::numeric_limits<int64_t>::min()}), "-9223372036854775808");
}

}  // namespace
}  // namespace glance
