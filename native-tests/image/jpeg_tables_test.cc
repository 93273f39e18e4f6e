#include <gtest/gtest.h>

#include <numeric>
#include <set>

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
  EXPECT_TRUE(tables.Dc(1).empty());
  Bytes two = Huffman(0x01, {1});
  const Bytes second = Huffman(0x13, {0, 2, 1});
  two.insert(two.end(), second.begin(), second.end());
  ASSERT_TRUE(tables.DefineHuffman(two).has_value());
  EXPECT_EQ(tables.Dc(1).size(), 16u + 1);
  EXPECT_EQ(tables.Ac(3).size(), 16u + 3);
  EXPECT_TRUE(tables.Dc(3).empty());
  EXPECT_TRUE(tables.Ac(1).empty());
}

TEST(JpegTables, RefusesCodesThatDoNotFit) {
  EXPECT_TRUE(Defines(Huffman(0, {1, 1, 1})));
  EXPECT_FALSE(Defines(Huffman(0, {3})));
  EXPECT_FALSE(Defines(Huffman(0, {1, 3})));
  EXPECT_FALSE(Defines(Huffman(0, {1, 1, 3})));
}

// T.81 forbids them, and other readers take them.
TEST(JpegTables, ReadsCodesOfOnesOnly) {
  EXPECT_TRUE(Defines(Huffman(0, {2})));
  EXPECT_TRUE(Defines(Huffman(0, {1, 2})));
  EXPECT_TRUE(Defines(Huffman(0, {0, 4})));
}

// Every run of 0 to 15 zeros before a value of 1 to 10 bits, sixteen zeros, and the end of a block.
TEST(JpegTables, TheUsualTablesHaveEachSymbolOnce) {
  JpegTables tables;
  tables.DefineMissing();
  for (const int index : {0, 1}) {
    const ByteSpan ac = tables.Ac(index);
    ASSERT_EQ(ac.size(), 16u + 162);
    EXPECT_EQ(std::accumulate(ac.begin(), ac.begin() + 16, 0), 162);
    const std::set<uint8_t> symbols(ac.begin() + 16, ac.end());
    EXPECT_EQ(symbols.size(), 162u);
    EXPECT_TRUE(symbols.contains(0x00) && symbols.contains(0xF0) && symbols.contains(0xFA));
    EXPECT_EQ(tables.Dc(index).size(), 16u + 12);
  }
}

TEST(JpegTables, AreOnlyDefinedWhereTheyAreMissing) {
  JpegTables tables;
  ASSERT_TRUE(tables.DefineHuffman(Huffman(0x01, {1})).has_value());
  tables.DefineMissing();
  EXPECT_EQ(tables.Dc(1).size(), 16u + 1);
  EXPECT_EQ(tables.Dc(0).size(), 16u + 12);
  EXPECT_TRUE(tables.Dc(2).empty());
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
  EXPECT_EQ(tables.Quantisation(0).size(), 64u);
  EXPECT_TRUE(tables.Quantisation(1).empty());
  EXPECT_EQ(tables.Quantisation(2).size(), 128u);
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
