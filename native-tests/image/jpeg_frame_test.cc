#include <gtest/gtest.h>

#include <string>

#include "image/jpeg/frame.h"
#include "image/jpeg/segments.h"
#include "pictures.h"

namespace glance {
namespace {

using test::Bytes;

// 8 bits, 33 x 17 pixels, three components: 2x2, 1x1, 1x1.
const Bytes kFrame420 = {8, 0, 17, 0, 33, 3, 1, 0x22, 0, 2, 0x11, 1, 3, 0x11, 1};

Result<JpegFrame> Parse(const Bytes& segment, uint8_t marker = jpeg_marker::kBaseline) {
  return ParseJpegFrame(marker, segment);
}

Bytes Changed(size_t offset, uint8_t value) {
  Bytes segment = kFrame420;
  segment[offset] = value;
  return segment;
}

void ExpectUnsupported(const Result<JpegFrame>& frame, const std::string& kind) {
  ASSERT_FALSE(frame.has_value()) << kind;
  EXPECT_EQ(frame.error().code, "image/unsupported-jpeg");
  EXPECT_EQ(frame.error().message, "this JPEG is of a kind that is not read (" + kind +
                                       "): save it as a usual 8-bit JPEG or as PNG");
}

TEST(JpegFrame, GivesSizeAndComponents) {
  const auto frame = Parse(kFrame420, jpeg_marker::kProgressive);
  ASSERT_TRUE(frame.has_value());
  EXPECT_TRUE(frame->progressive);
  EXPECT_EQ(frame->width_px, 33);
  EXPECT_EQ(frame->height_px, 17);
  EXPECT_EQ(frame->component_count, 3);
  EXPECT_EQ(frame->components[2].id, 3);
  EXPECT_EQ(frame->components[0].across, 2);
  EXPECT_EQ(frame->max_down, 2);
  EXPECT_FALSE(Parse(kFrame420).value().progressive);
}

// By hand: MCUs of 16 x 16 pixels; luma has 33 x 17 samples, chroma 17 x 9.
TEST(JpegFrame, CountsBlocks) {
  const JpegFrame frame = Parse(kFrame420).value();
  EXPECT_EQ(frame.McusAcross(), 3);
  EXPECT_EQ(frame.McusDown(), 2);
  EXPECT_EQ(frame.BlocksInMcus(0), 3 * 2 * 4);
  EXPECT_EQ(frame.BlocksInMcus(1), 3 * 2);
  EXPECT_EQ(frame.BlocksAlone(0), 5 * 3);
  EXPECT_EQ(frame.BlocksAlone(1), 3 * 2);
}

TEST(JpegFrame, NamesTheProcessesThatAreNotRead) {
  const std::pair<uint8_t, const char*> kinds[] = {
      {0xC3, "lossless"},
      {0xC5, "hierarchical"},
      {0xC6, "hierarchical"},
      {0xC7, "lossless, hierarchical"},
      {0xC9, "arithmetic-coded"},
      {0xCA, "arithmetic-coded"},
      {0xCB, "arithmetic-coded, lossless"},
      {0xCD, "arithmetic-coded, hierarchical"},
      {0xCE, "arithmetic-coded, hierarchical"},
      {0xCF, "arithmetic-coded, lossless, hierarchical"},
      {0xDE, "hierarchical"},
      {0xF7, "JPEG-LS"}};
  for (const auto& [marker, kind] : kinds) ExpectUnsupported(Parse(kFrame420, marker), kind);
  EXPECT_TRUE(Parse(kFrame420, 0xC1).has_value());
}

TEST(JpegFrame, NamesOtherKindsThatAreNotRead) {
  ExpectUnsupported(Parse(Changed(0, 12)), "12-bit");
  ExpectUnsupported(Parse(Changed(5, 2)), "2 colour components");
  ExpectUnsupported(Parse(Changed(2, 0)), "its height stands behind its data");
  ExpectUnsupported(Parse(Changed(10, 0x31)), "colours sampled at a fraction such as 2/3");
}

TEST(JpegFrame, RefusesWhatDoesNotExist) {
  std::vector<Bytes> wrong = {Changed(0, 16),    // bits
                              Changed(4, 0),     // width
                              Changed(7, 0x02),  // sampling factors
                              Changed(7, 0x20),
                              Changed(7, 0x52),
                              Changed(7, 0x25),
                              Changed(8, 4),  // quantisation table
                              {},
                              Bytes(kFrame420.begin(), kFrame420.begin() + 5),
                              Bytes(kFrame420.begin(), kFrame420.end() - 1)};
  wrong.push_back(kFrame420);
  wrong.back().push_back(0);
  for (const Bytes& segment : wrong) {
    const auto frame = Parse(segment);
    ASSERT_FALSE(frame.has_value());
    EXPECT_EQ(frame.error().code, "image/damaged");
  }
}

}  // namespace
}  // namespace glance
