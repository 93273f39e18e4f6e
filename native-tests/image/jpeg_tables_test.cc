#include <gtest/gtest.h>

#include "image/jpeg/tables.h"
#include "pictures.h"

namespace glance {
namespace {

using test::Bytes;

// A Huffman table whose codes have these lengths ({2, 1} = two of one bit, one of two bits).
Bytes Huffman(uint8_t class_and_index, const Bytes& counts) {
  Bytes table = {class_and_index};
  size_t codes = 0;
  for (size_t i = 0; i < 16; ++i) {
    table.push_back(i < counts.size() ? counts[i] : 0);
    codes += table.back();
  }
  table.resize(table.size() + codes);
  return table;
}

bool Defines(const Bytes& segment) { return JpegTables().DefineHuffman(segment).has_value(); }

TEST(JpegTables, RemembersWhichTablesAreDefined) {
  JpegTables tables;
  EXPECT_FALSE(tables.HasDc(1));
  Bytes two = Huffman(0x01, {1});
  const Bytes second = Huffman(0x13, {0, 2, 1});
  two.insert(two.end(), second.begin(), second.end());
  ASSERT_TRUE(tables.DefineHuffman(two).has_value());
  EXPECT_TRUE(tables.HasDc(1));
  EXPECT_TRUE(tables.HasAc(3));
  EXPECT_FALSE(tables.HasDc(3));
  EXPECT_FALSE(tables.HasAc(1));
}

TEST(JpegTables, RefusesCodesThatDoNotFit) {
  EXPECT_TRUE(Defines(Huffman(0, {1, 1, 1})));
  EXPECT_FALSE(Defines(Huffman(0, {3})));
  EXPECT_FALSE(Defines(Huffman(0, {1, 3})));
  EXPECT_FALSE(Defines(Huffman(0, {1, 1, 3})));
}

TEST(JpegTables, RefusesCodesOfOnesOnly) {
  EXPECT_FALSE(Defines(Huffman(0, {2})));
  EXPECT_FALSE(Defines(Huffman(0, {1, 2})));
  EXPECT_FALSE(Defines(Huffman(0, {0, 4})));
  EXPECT_TRUE(Defines(Huffman(0, {0, 3})));
}

TEST(JpegTables, RefusesMoreThan256Codes) {
  Bytes counts(16);
  counts[11] = 255;
  counts[12] = 1;
  EXPECT_TRUE(Defines(Huffman(0, counts)));
  counts[12] = 2;
  EXPECT_FALSE(Defines(Huffman(0, counts)));
}

TEST(JpegTables, RefusesUnknownHuffmanTablesAndCutOnes) {
  EXPECT_FALSE(Defines(Huffman(0x20, {1})));
  EXPECT_FALSE(Defines(Huffman(0x04, {1})));
  const Bytes whole = Huffman(0, {0, 3});
  for (size_t count = 1; count < whole.size(); ++count) {
    EXPECT_FALSE(Defines(Bytes(whole.begin(), whole.begin() + static_cast<ptrdiff_t>(count))));
  }
}

Bytes Quantisation(uint8_t precision_and_index, size_t bytes) {
  Bytes table(bytes + 1);
  table[0] = precision_and_index;
  return table;
}

TEST(JpegTables, ReadsQuantisationTablesOfBothPrecisions) {
  JpegTables tables;
  Bytes both = Quantisation(0x00, 64);
  const Bytes second = Quantisation(0x12, 128);
  both.insert(both.end(), second.begin(), second.end());
  ASSERT_TRUE(tables.DefineQuantisation(both).has_value());
  EXPECT_TRUE(tables.HasQuantisation(0));
  EXPECT_FALSE(tables.HasQuantisation(1));
  EXPECT_TRUE(tables.HasQuantisation(2));
}

TEST(JpegTables, RefusesUnknownQuantisationTablesAndCutOnes) {
  JpegTables tables;
  EXPECT_FALSE(tables.DefineQuantisation(Quantisation(0x04, 64)).has_value());
  EXPECT_FALSE(tables.DefineQuantisation(Quantisation(0x20, 128)).has_value());
  EXPECT_FALSE(tables.DefineQuantisation(Quantisation(0x00, 63)).has_value());
  EXPECT_FALSE(tables.DefineQuantisation(Quantisation(0x10, 127)).has_value());
}

TEST(JpegTables, ReadsTheRestartInterval) {
  JpegTables tables;
  EXPECT_EQ(tables.restart_interval(), 0);
  ASSERT_TRUE(tables.DefineRestartInterval(Bytes{1, 2}).has_value());
  EXPECT_EQ(tables.restart_interval(), 258);
  EXPECT_FALSE(tables.DefineRestartInterval(Bytes{1}).has_value());
  EXPECT_FALSE(tables.DefineRestartInterval(Bytes{1, 2, 3}).has_value());
}

}  // namespace
}  // namespace glance
