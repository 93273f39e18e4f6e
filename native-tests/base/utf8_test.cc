#include "base/utf8.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace glance {
namespace {

TEST(Utf8, EveryCharacterIsReadAsItIsWritten) {
  for (uint32_t point = 0; point <= 0x10FFFF; ++point) {
    char bytes[kLongestUtf8];
    const std::string_view sequence(bytes, WriteUtf8(point, bytes));
    const bool is_surrogate = point >= 0xD800 && point < 0xE000;
    ASSERT_EQ(Utf8Length(sequence, 0), is_surrogate ? 0 : sequence.size()) << point;
    ASSERT_EQ(CodePointOf(sequence), point);
  }
}

TEST(Utf8, WhatIsNoCharacterHasNoLength) {
  for (const std::string_view wrong :
       {"\x80", "\xBF", "\xC0\x80", "\xC1\xBF", "\xC3", "\xC3(", "\xE0\x9F\xBF", "\xE2\x82",
        "\xED\xA0\x80", "\xF0\x8F\xBF\xBF", "\xF0\x9F\x90", "\xF4\x90\x80\x80", "\xF5\x80\x80\x80",
        "\xFF"}) {
    EXPECT_EQ(Utf8Length(wrong, 0), 0) << testing::PrintToString(std::string(wrong));
  }
}

TEST(Utf8, ASequenceIsFoundInTheMiddleOfAText) {
  constexpr std::string_view kText = "a\u00E9\u72D7\U0001F415z";
  EXPECT_EQ(Utf8Length(kText, 1), 2);
  EXPECT_EQ(Utf8Length(kText, 3), 3);
  EXPECT_EQ(Utf8Length(kText, 6), 4);
  EXPECT_EQ(Utf8Length(kText, 10), 1);
}

}  // namespace
}  // namespace glance
