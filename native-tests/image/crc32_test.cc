#include "image/png/crc32.h"

#include <gtest/gtest.h>

#include <random>

#include "png_maker.h"

namespace glance {
namespace {

// One bit at a time, as the definition says.
uint32_t NaiveCrc32(ByteSpan bytes) {
  uint32_t crc = 0xFFFFFFFF;
  for (const uint8_t byte : bytes) {
    crc ^= byte;
    for (int bit = 0; bit < 8; ++bit) crc = (crc >> 1) ^ ((crc & 1) != 0 ? 0xEDB88320 : 0);
  }
  return ~crc;
}

TEST(Crc32, GivesTheStandardCheckValues) {
  EXPECT_EQ(Crc32({}), 0u);
  EXPECT_EQ(Crc32(test::BytesOf("123456789")), 0xCBF43926u);
  EXPECT_EQ(Crc32(test::BytesOf("IEND")), 0xAE426082u);
}

TEST(Crc32, EqualsTheDefinitionForEveryLengthAndAlignment) {
  std::mt19937 random(3);
  test::Bytes bytes(80);
  for (uint8_t& byte : bytes) byte = static_cast<uint8_t>(random());
  for (size_t begin = 0; begin < 9; ++begin) {
    for (size_t count = 0; begin + count <= bytes.size(); ++count) {
      const ByteSpan part = ByteSpan(bytes).subspan(begin, count);
      ASSERT_EQ(Crc32(part), NaiveCrc32(part)) << begin << " " << count;
    }
  }
}

}  // namespace
}  // namespace glance
