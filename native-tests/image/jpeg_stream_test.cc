#include <gtest/gtest.h>

#include "image/jpeg/segments.h"
#include "image/jpeg/stream.h"
#include "jpeg_surgery.h"

namespace glance {
namespace {

using test::Bytes;

Bytes StreamOf(const Bytes& file) {
  const auto jpeg = ReadJpegStructure(file, DecodeLimits{});
  const auto stream = MakeJpegStream(jpeg.value());
  EXPECT_EQ(stream->size(), JpegStreamBytes(*jpeg));
  return {stream->data(), stream->data() + stream->size()};
}

TEST(JpegStream, IsAJpegWithTheSameTablesAndScans) {
  for (const char* name : {"image/progressive.jpg", "image/restarts.jpg", "image/cmyk.jpg"}) {
    const Bytes file = test::ReadFile(test::Fixture(name));
    const auto before = ReadJpegStructure(file, DecodeLimits{}).value();
    const Bytes stream = StreamOf(file);
    const auto after = ReadJpegStructure(stream, DecodeLimits{});
    ASSERT_TRUE(after.has_value()) << name;
    ASSERT_EQ(after->pieces.size(), before.pieces.size());
    for (size_t i = 0; i < before.pieces.size(); ++i) {
      const ByteSpan whole = after->pieces[i].bytes;
      const ByteSpan start = whole.first(before.pieces[i].bytes.size());
      EXPECT_TRUE(std::ranges::equal(start, before.pieces[i].bytes)) << name << " " << i;
    }
  }
}

TEST(JpegStream, LeavesNotesOut) {
  const Bytes oriented = test::ReadFile(test::Fixture("image/orientation_6.jpg"));
  const Bytes stream = StreamOf(oriented);
  EXPECT_TRUE(ReadJpegStructure(stream, DecodeLimits{}).value().exif.empty());
}

TEST(JpegStream, CallsFourComponentsCmykUnlessTheFileSaysMore) {
  const Bytes file = test::ReadFile(test::Fixture("image/cmyk.jpg"));
  const Bytes unnamed = test::WithoutSegment(file, jpeg_marker::kApp14);
  const Bytes stream = StreamOf(unnamed);
  EXPECT_FALSE(ReadJpegStructure(unnamed, DecodeLimits{}).value().has_adobe_segment);
  EXPECT_TRUE(ReadJpegStructure(stream, DecodeLimits{}).value().has_adobe_segment);
}

}  // namespace
}  // namespace glance
