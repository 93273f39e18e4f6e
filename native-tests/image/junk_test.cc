// Files that are no pictures, whatever they are called.
#include <gtest/gtest.h>

#include <random>

#include "pictures.h"

namespace glance {
namespace {

using test::Bytes;

TEST(Junk, FilesOfUpToThreeBytesAreRefused) {
  EXPECT_EQ(test::CodeOf(DecodePicture({})), "image/empty");
  EXPECT_EQ(test::CodeOf(DecodePicture(Bytes{0xFF})), "image/not-a-picture");
  EXPECT_EQ(test::CodeOf(DecodePicture(Bytes{0x89, 'P', 'N'})), "image/not-a-picture");
  EXPECT_EQ(test::CodeOf(DecodePicture(Bytes{0xFF, 0xD8, 0xFF})), "image/damaged");
  EXPECT_TRUE(DecodePicture(test::ReadFile(test::Fixture("image/gray.jpg"))).has_value());
}

// TGA has no magic number: decoders that guess accept almost anything as TGA.
TEST(Junk, TgaIsNoPicture) {
  for (const uint8_t kind : Bytes{1, 2, 3, 9, 10, 11}) {
    const bool has_map = kind == 1 || kind == 9;
    Bytes tga = {0, has_map, kind, 0, 0, 0, has_map, 24, 0, 0, 0, 0, 4, 0, 4, 0, 24, 0};
    tga.resize(tga.size() + 64, 0x55);
    EXPECT_EQ(test::CodeOf(DecodePicture(tga)), "image/not-a-picture") << int{kind};
  }
}

TEST(Junk, RandomBytesAreNoPicture) {
  std::mt19937 random(11);
  for (int round = 0; round < 2000; ++round) {
    Bytes junk(random() % 200 + 1);
    for (uint8_t& byte : junk) byte = static_cast<uint8_t>(random());
    EXPECT_FALSE(DecodePicture(junk).has_value());
  }
}

// The right first bytes alone do not make a picture either.
TEST(Junk, RandomBytesBehindAMagicNumberAreNoPicture) {
  std::mt19937 random(13);
  for (const Bytes& magic : {Bytes{0xFF, 0xD8, 0xFF}, Bytes{0x89, 'P', 'N', 'G', 13, 10, 26, 10}}) {
    for (int round = 0; round < 2000; ++round) {
      Bytes junk = magic;
      for (size_t count = random() % 200; count > 0; --count) {
        junk.push_back(static_cast<uint8_t>(random()));
      }
      EXPECT_FALSE(DecodePicture(junk).has_value());
    }
  }
}

}  // namespace
}  // namespace glance
