#include "base/text.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <limits>
#include <string>

namespace glance::test {
namespace {

TEST(Text, PiecesStandSideBySide) {
  const std::string name = "conv1/w";
  const std::string_view layout = "(O, I)";
  EXPECT_EQ(Join({"tensor '", name, "': ", layout, ", ", 1204, " bytes"}),
            "tensor 'conv1/w': (O, I), 1204 bytes");
}

TEST(Text, NoPieceMakesNoText) {
  EXPECT_EQ(Join({}), "");
  EXPECT_EQ(Join({"", std::string(), ""}), "");
}

TEST(Text, TextMayHoldZeroBytes) {
  EXPECT_EQ(Join({std::string("a\0b", 3), 0}), std::string("a\0b0", 4));
}

TEST(Text, NumbersOfEveryTypeAreWrittenInFull) {
  EXPECT_EQ(Join({std::numeric_limits<uint64_t>::max()}), "18446744073709551615");
  EXPECT_EQ(Join({std::numeric_limits<int64_t>::min()}), "-9223372036854775808");
  EXPECT_EQ(Join({std::numeric_limits<int64_t>::max()}), "9223372036854775807");
  EXPECT_EQ(Join({int8_t{-128}, uint8_t{255}, -1, 0U}), "-128255-10");
}

TEST(GroupDigits, PutsACommaBeforeEveryThreeDigits) {
  EXPECT_EQ(GroupDigits(0), "0");
  EXPECT_EQ(GroupDigits(999), "999");
  EXPECT_EQ(GroupDigits(1000), "1,000");
  EXPECT_EQ(GroupDigits(20000), "20,000");
  EXPECT_EQ(GroupDigits(123456), "123,456");
  EXPECT_EQ(GroupDigits(1234567), "1,234,567");
  EXPECT_EQ(GroupDigits(std::numeric_limits<uint64_t>::max()), "18,446,744,073,709,551,615");
}

}  // namespace
}  // namespace glance::test
