#include "xmp/encoding.h"

#include "base/utf8.h"
#include "xmp/sidecars.h"

namespace glance::test {
namespace {

TEST(Encoding, EveryCharacterOfXmlComesBack) {
  std::string text = "<";
  for (uint32_t point = 1; point <= 0x10FFFF; point += point < 0x3000 ? 1 : 251) {
    char bytes[kLongestUtf8];
    if (xmp::IsXmlCharacter(point)) text.append(bytes, WriteUtf8(point, bytes));
  }
  for (const size_t unit_bytes : {1, 2, 4}) {
    for (const bool is_big_endian : {false, true}) {
      const xmp::Encoding encoding{unit_bytes, is_big_endian && unit_bytes > 1, false};
      const auto file = xmp::EncodeText(text, encoding);
      ASSERT_EQ(ErrorOf(file), "");
      const auto decoded = xmp::DecodeText(file->span());
      ASSERT_EQ(ErrorOf(decoded), "");
      EXPECT_TRUE(decoded->view() == text) << unit_bytes;
      EXPECT_EQ(decoded->encoding.unit_bytes, unit_bytes);
      EXPECT_EQ(decoded->encoding.is_big_endian, encoding.is_big_endian);
    }
  }
}

TEST(Encoding, CharactersOutsideXmlAreNone) {
  for (const uint32_t point :
       {0u, 1u, 8u, 0xBu, 0x1Fu, 0xD800u, 0xDFFFu, 0xFFFEu, 0xFFFFu, 0x110000u, 0xFFFFFFFFu}) {
    EXPECT_FALSE(xmp::IsXmlCharacter(point)) << point;
  }
  for (const uint32_t point : {0x9u, 0xAu, 0xDu, 0x20u, 0x7Fu, 0xD7FFu, 0xE000u, 0x10FFFFu}) {
    EXPECT_TRUE(xmp::IsXmlCharacter(point)) << point;
  }
}

}  // namespace
}  // namespace glance::test
