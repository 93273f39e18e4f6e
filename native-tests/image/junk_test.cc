// Files that are no pictures, whatever they are called.
#include <gtest/gtest.h>

#include <random>

#include "pictures.h"
#include "support/fault_report.h"
#include "support/random_numbers.h"

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

// Headers of every kind of TGA, with up to eight bytes of header and pixels changed at random.
TEST(Junk, NoneOf646MutatedTgasIsAPicture) {
  test::RandomNumbers random(646);
  int refused = 0;
  for (uint32_t round = 0; round < 646; ++round) {
    const auto kind = Bytes{1, 2, 3, 9, 10, 11}[round % 6];
    const auto side = static_cast<uint8_t>(random.Int(1, 64));
    const auto depth = Bytes{8, 15, 16, 24, 32}[round % 5];
    Bytes tga = {0, kind % 8 == 1, kind, 0, 0, 0, 0, 24, 0, 0, 0, 0, side, 0, side, 0, depth, 0};
    while (tga.size() < 18 + size_t{4} * side * side) {
      tga.push_back(static_cast<uint8_t>(random.Int(0, 255)));
    }
    for (uint32_t changes = random.Int(0, 8); changes > 0; --changes) {
      const uint32_t at = random.Int(0, random.Bool() ? 17 : static_cast<uint32_t>(tga.size() - 1));
      tga[at] = static_cast<uint8_t>(random.Int(0, 255));
    }
    refused += DecodePicture(tga).has_value() ? 0 : 1;
  }
  EXPECT_EQ(refused, 646);
  test::ReportFault(2, std::to_string(refused) + " of 646 mutated TGAs refused");
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
