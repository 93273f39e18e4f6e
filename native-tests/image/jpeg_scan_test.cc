#include <gtest/gtest.h>

#include "image/jpeg/scan.h"
#include "image/jpeg/segments.h"
#include "pictures.h"

namespace glance {
namespace {

using test::Bytes;

// 33 x 17 pixels, 4:2:0, component ids 1, 2, 3.
JpegFrame Frame(bool progressive) {
  const Bytes segment = {8, 0, 17, 0, 33, 3, 1, 0x22, 0, 2, 0x11, 1, 3, 0x11, 1};
  const uint8_t marker = progressive ? jpeg_marker::kProgressive : jpeg_marker::kBaseline;
  return ParseJpegFrame(marker, segment).value();
}

// Huffman tables 0 of both classes, quantisation tables 0 and 1.
JpegTables Tables() {
  JpegTables tables;
  Bytes huffman(18);
  huffman[1] = 1;
  EXPECT_TRUE(tables.DefineHuffman(huffman).has_value());
  huffman[0] = 0x10;
  EXPECT_TRUE(tables.DefineHuffman(huffman).has_value());
  Bytes quantisation(130);
  quantisation[65] = 1;
  EXPECT_TRUE(tables.DefineQuantisation(quantisation).has_value());
  return tables;
}

Result<JpegScan> Sequential(const Bytes& segment) {
  return ParseJpegScan(segment, Frame(false), Tables());
}
Result<JpegScan> Progressive(const Bytes& segment) {
  return ParseJpegScan(segment, Frame(true), Tables());
}

void ExpectDamaged(const Result<JpegScan>& scan) {
  ASSERT_FALSE(scan.has_value());
  EXPECT_EQ(scan.error().code, "image/damaged");
}

TEST(JpegScan, CountsMcusAndBitsOfAnInterleavedScan) {
  const JpegFrame frame = Frame(false);
  const auto scan = Sequential({3, 1, 0, 2, 0, 3, 0, 0, 63, 0});
  ASSERT_TRUE(scan.has_value());
  EXPECT_EQ(scan->Mcus(frame), 3 * 2);
  EXPECT_EQ(scan->FewestBits(frame), 3 * 2 * (4 + 1 + 1) * 2);
}

TEST(JpegScan, CountsBlocksOfAScanOfOneComponent) {
  const JpegFrame frame = Frame(false);
  const auto scan = Sequential({1, 1, 0, 0, 63, 0});
  ASSERT_TRUE(scan.has_value());
  EXPECT_EQ(scan->Mcus(frame), 5 * 3);
  EXPECT_EQ(scan->FewestBits(frame), 5 * 3 * 2);
}

TEST(JpegScan, TellsTheKindsOfProgressiveScansApart) {
  const JpegFrame frame = Frame(true);
  const auto first = Progressive({1, 1, 0, 0, 0, 0x01});
  ASSERT_TRUE(first.has_value());
  EXPECT_TRUE(first->codes_dc());
  EXPECT_FALSE(first->refines());
  EXPECT_EQ(first->FewestBits(frame), 15);
  const auto further = Progressive({1, 1, 0, 1, 63, 0x10});
  ASSERT_TRUE(further.has_value());
  EXPECT_FALSE(further->codes_dc());
  EXPECT_TRUE(further->refines());
  EXPECT_EQ(further->FewestBits(frame), 0);
}

TEST(JpegScan, RefusesImpossibleComponents) {
  ExpectDamaged(Sequential({}));
  ExpectDamaged(Sequential({0, 0, 63, 0}));
  ExpectDamaged(Sequential({4, 1, 0, 2, 0, 3, 0, 4, 0, 0, 63, 0}));
  ExpectDamaged(Sequential({1, 7, 0, 0, 63, 0}));
  ExpectDamaged(Sequential({2, 1, 0, 1, 0, 0, 63, 0}));
  ExpectDamaged(Sequential({1, 1, 0, 0, 63}));
  ExpectDamaged(Sequential({1, 1, 0, 0, 63, 0, 0}));
}

TEST(JpegScan, RefusesImpossibleCoefficients) {
  ExpectDamaged(Progressive({1, 1, 0, 1, 63, 0x20}));
  ExpectDamaged(Progressive({1, 1, 0, 0, 0, 0xAB}));
  ExpectDamaged(Progressive({1, 1, 0, 0, 63, 0}));
  ExpectDamaged(Progressive({1, 1, 0, 5, 4, 0}));
  ExpectDamaged(Progressive({1, 1, 0, 1, 64, 0}));
  ExpectDamaged(Progressive({1, 1, 0, 1, 63, 0x0E}));
  ExpectDamaged(Progressive({2, 1, 0, 2, 0, 1, 63, 0}));
}

// A sequential scan codes all coefficients, whatever its header says.
TEST(JpegScan, IgnoresTheCoefficientsOfASequentialScan) {
  for (const Bytes& three :
       {Bytes{1, 63, 0}, Bytes{0, 0, 0}, Bytes{0, 63, 0x01}, Bytes{0, 63, 0x10}}) {
    const auto scan = Sequential({1, 1, 0, three[0], three[1], three[2]});
    ASSERT_TRUE(scan.has_value());
    EXPECT_TRUE(scan->codes_dc());
    EXPECT_FALSE(scan->refines());
    EXPECT_EQ(scan->last, 63);
    EXPECT_EQ(scan->bit, 0);
  }
}

TEST(JpegScan, TakesComponentsOfOneIdInTheirOrder) {
  JpegFrame frame = Frame(false);
  for (auto& component : frame.components) component.id = 7;
  const auto scan = ParseJpegScan(Bytes{3, 7, 0, 7, 0, 7, 0, 0, 63, 0}, frame, Tables());
  ASSERT_TRUE(scan.has_value());
  EXPECT_EQ(scan->components, (std::array{0, 1, 2, 0}));
}

JpegScan Coding(int component, int first, int last, int bit_before, int bit) {
  return {.component_count = 1,
          .components = {component},
          .first = first,
          .last = last,
          .bit_before = bit_before,
          .bit = bit};
}

TEST(JpegCoverage, KnowsWhatIsMissing) {
  const JpegFrame frame = Frame(true);
  JpegCoverage coverage;
  for (int i = 0; i < 3; ++i) {
    EXPECT_FALSE(coverage.CheckBegun(frame).has_value());
    EXPECT_TRUE(coverage.Add(Coding(i, 0, 0, 0, 1), frame));
  }
  EXPECT_TRUE(coverage.CheckBegun(frame).has_value());
  for (int i = 0; i < 3; ++i) {
    EXPECT_FALSE(coverage.IsComplete(frame));
    EXPECT_TRUE(coverage.Add(Coding(i, 1, 63, 0, 0), frame));
    EXPECT_TRUE(coverage.Add(Coding(i, 0, 0, 1, 0), frame));
  }
  EXPECT_TRUE(coverage.IsComplete(frame));
}

TEST(JpegCoverage, SaysWhenAScanDoesNotContinueTheOthers) {
  const JpegFrame frame = Frame(true);
  EXPECT_FALSE(JpegCoverage().Add(Coding(0, 1, 5, 0, 0), frame));
  JpegCoverage coverage;
  EXPECT_TRUE(coverage.Add(Coding(0, 0, 0, 0, 2), frame));
  EXPECT_FALSE(coverage.Add(Coding(0, 0, 0, 1, 0), frame));
}

TEST(JpegScan, NeedsItsTables) {
  ExpectDamaged(Sequential({1, 1, 0x10, 0, 63, 0}));
  ExpectDamaged(Sequential({1, 1, 0x01, 0, 63, 0}));
  ExpectDamaged(Sequential({1, 1, 0x40, 0, 63, 0}));
  ExpectDamaged(ParseJpegScan(Bytes{1, 1, 0, 0, 63, 0}, Frame(false), JpegTables()));
}

TEST(JpegScan, NeedsOnlyTheTablesThatItUses) {
  EXPECT_TRUE(Progressive({1, 1, 0x01, 0, 0, 0}).has_value());
  EXPECT_TRUE(Progressive({1, 1, 0x10, 1, 5, 0}).has_value());
  EXPECT_TRUE(Progressive({1, 1, 0x11, 0, 0, 0x10}).has_value());
}

}  // namespace
}  // namespace glance
