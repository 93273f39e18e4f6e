#include <gtest/gtest.h>

#include <random>

#include "image/orientation.h"
#include "pictures.h"

namespace glance {
namespace {

using test::Bytes;

// A directory with one other entry and the orientation, in both byte orders.
Bytes LittleEndian(uint8_t orientation) {
  return {'I',  'I', '*', 0, 8, 0, 0, 0, 2,           0,        //
          0x0F, 1,   2,   0, 1, 0, 0, 0, 'x',         0, 0, 0,  // Make
          0x12, 1,   3,   0, 1, 0, 0, 0, orientation, 0, 0, 0, 0, 0, 0, 0};
}

Bytes BigEndian(uint8_t orientation) {
  return {'M', 'M',  0, '*', 0, 0, 0, 8, 0,   2,                  //
          1,   0x0F, 0, 2,   0, 0, 0, 1, 'x', 0,           0, 0,  //
          1,   0x12, 0, 3,   0, 0, 0, 1, 0,   orientation, 0, 0, 0, 0, 0, 0};
}

TEST(ExifOrientation, IsReadInBothByteOrders) {
  for (uint8_t orientation = 1; orientation <= 8; ++orientation) {
    EXPECT_EQ(ExifOrientation(LittleEndian(orientation)), orientation);
    EXPECT_EQ(ExifOrientation(BigEndian(orientation)), orientation);
  }
}

TEST(ExifOrientation, IsOneWhenOutOfRange) {
  for (const uint8_t orientation : Bytes{0, 9, 255}) {
    EXPECT_EQ(ExifOrientation(LittleEndian(orientation)), 1);
    EXPECT_EQ(ExifOrientation(BigEndian(orientation)), 1);
  }
}

TEST(ExifOrientation, IsOneWhenThereIsNoExif) {
  EXPECT_EQ(ExifOrientation({}), 1);
  EXPECT_EQ(ExifOrientation(Bytes{'I', 'I'}), 1);
  EXPECT_EQ(ExifOrientation(Bytes(64, 0)), 1);
}

TEST(ExifOrientation, IsOneWhenTheByteOrderOrVersionIsUnknown) {
  for (const size_t changed : {0, 1, 2, 3}) {
    Bytes exif = LittleEndian(6);
    exif[changed] ^= 1;
    EXPECT_EQ(ExifOrientation(exif), 1) << changed;
  }
}

TEST(ExifOrientation, IsOneWhenTheDirectoryLiesOutside) {
  Bytes exif = LittleEndian(6);
  for (const uint8_t offset : Bytes{37, 38, 200}) {
    exif[4] = offset;
    EXPECT_EQ(ExifOrientation(exif), 1);
  }
  exif[7] = 0xFF;
  EXPECT_EQ(ExifOrientation(exif), 1);
}

TEST(ExifOrientation, IsReadFromADirectoryThatClaimsTooManyEntries) {
  Bytes exif = LittleEndian(6);
  exif[8] = exif[9] = 0xFF;
  EXPECT_EQ(ExifOrientation(exif), 6);
}

TEST(ExifOrientation, IsOneWhenItsEntryIsCutOff) {
  Bytes exif = LittleEndian(6);
  exif.resize(8 + 2 + 12 + 11);
  EXPECT_EQ(ExifOrientation(exif), 1);
  exif.push_back(0);
  EXPECT_EQ(ExifOrientation(exif), 6);
}

TEST(ExifOrientation, IsOneWhenItsEntryIsNoSingleShort) {
  Bytes exif = LittleEndian(6);
  exif[24] = 4;  // type: long
  EXPECT_EQ(ExifOrientation(exif), 1);
  exif = LittleEndian(6);
  exif[26] = 2;  // count
  EXPECT_EQ(ExifOrientation(exif), 1);
}

TEST(ExifOrientation, StaysInRangeForAnyBytes) {
  std::mt19937 random(7);
  for (int round = 0; round < 20'000; ++round) {
    Bytes exif = round % 2 == 0 ? LittleEndian(8) : BigEndian(5);
    for (int changes = 1 + static_cast<int>(random() % 4); changes > 0; --changes) {
      exif[random() % exif.size()] = static_cast<uint8_t>(random());
    }
    exif.resize(random() % (exif.size() + 1));
    const int orientation = ExifOrientation(exif);
    ASSERT_GE(orientation, 1);
    ASSERT_LE(orientation, 8);
  }
}

}  // namespace
}  // namespace glance
