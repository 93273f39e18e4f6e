#include "image/limits.h"

#include <gtest/gtest.h>

namespace glance {
namespace {

constexpr DecodeLimits kLimits;

TEST(Budget, AllowsWhatIsExactlyAtALimit) {
  EXPECT_TRUE(CheckFileBytes(64 << 20, kLimits).has_value());
  EXPECT_TRUE(CheckDimensions(32'768, 3'051, kLimits).has_value());
  EXPECT_TRUE(CheckDimensions(10'000, 10'000, kLimits).has_value());
  EXPECT_TRUE(CheckJpegDimensions(20'200, 10'000, kLimits).has_value());
  EXPECT_FALSE(CheckJpegDimensions(20'201, 10'000, kLimits).has_value());
  EXPECT_TRUE(CheckPeak(640 << 20, kLimits).has_value());
}

TEST(Budget, NamesTheFileSizeAndItsLimit) {
  const auto result = CheckFileBytes((64 << 20) + 1, kLimits);
  ASSERT_FALSE(result.has_value());
  EXPECT_EQ(result.error().code, "image/too-large");
  EXPECT_EQ(result.error().message,
            "the file has 67,108,865 bytes; at most 67,108,864 are read: "
            "make the picture smaller first");
}

TEST(Budget, NamesTheSideAndItsLimit) {
  const auto result = CheckDimensions(1, 32'769, kLimits);
  ASSERT_FALSE(result.has_value());
  EXPECT_EQ(result.error().code, "image/too-large");
  EXPECT_EQ(result.error().message,
            "the picture is 1 x 32,769 pixels; sides of at most 32,768 are read: "
            "make the picture smaller first");
}

TEST(Budget, NamesThePixelsAndTheirLimit) {
  const auto result = CheckDimensions(20'000, 20'000, kLimits);
  ASSERT_FALSE(result.has_value());
  EXPECT_EQ(result.error().code, "image/too-large");
  EXPECT_EQ(result.error().message,
            "the picture is 20,000 x 20,000 pixels; at most 100,000,000 in all are read: "
            "make the picture smaller first");
}

TEST(Budget, NamesThePeakAndItsLimit) {
  const auto result = CheckPeak((uint64_t{640} << 20) + 1, kLimits);
  ASSERT_FALSE(result.has_value());
  EXPECT_EQ(result.error().code, "image/too-large");
  EXPECT_EQ(result.error().message,
            "decoding the picture takes about 641 MiB of memory; at most 640 MiB may be used: "
            "make the picture smaller first");
}

TEST(Budget, NeverAllowsMoreThanTheDecoderCounts) {
  const DecodeLimits none{
      .max_file_bytes = UINT64_MAX, .max_side_px = 0x7FFFFFFF, .max_pixels = INT64_MAX};
  EXPECT_TRUE(CheckFileBytes(1 << 30, none).has_value());
  EXPECT_FALSE(CheckFileBytes((1 << 30) + 1, none).has_value());
  EXPECT_TRUE(CheckDimensions(357'913'941, 1, none).has_value());
  EXPECT_FALSE(CheckDimensions(357'913'942, 1, none).has_value());
  EXPECT_FALSE(CheckDimensions(0x7FFFFFFF, 0x7FFFFFFF, none).has_value());
}

}  // namespace
}  // namespace glance
