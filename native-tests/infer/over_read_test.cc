// In this program the network's buffers end at pages that cannot be read (guarded_memory.h): that
// the other tests pass here says that the backend reads no further than the padding.
#include <gtest/gtest.h>

#include "base/buffer.h"
#include "infer/against_oracle.h"
#include "infer/guarded_memory.h"
#include "infer/sketch.h"
#include "support/expect_error.h"
#include "support/fault_report.h"

namespace glance::test {
namespace {

TEST(OverRead, EveryBufferIsGuarded) {
  const size_t before = GuardedBlocks();
  {
    const auto buffer = Buffer<float>::Create(5);
    ASSERT_TRUE(buffer) << ErrorOf(buffer);
    EXPECT_EQ(GuardedBlocks(), before + 1);
  }
  EXPECT_EQ(GuardedBlocks(), before);
}

// Windows, channels and elements that end anywhere in a vector register.
TEST(OverRead, NoInputSizeIsReadPastItsPadding) {
  constexpr uint32_t kLargestSide = 17;
  int sizes = 0;
  for (uint32_t height = 1; height <= kLargestSide; ++height) {
    for (uint32_t width = 1; width <= kLargestSide; ++width, ++sizes) {
      SCOPED_TRACE(std::to_string(height) + " x " + std::to_string(width));
      RandomNumbers random(100 * height + width);
      Sketch sketch(100 * height + width, height, width);
      const uint32_t channels = 1 + sizes % 33;
      const std::string wide = sketch.Append("conv2d", Named("input", "image") + ", \"weight\": " +
                                                           sketch.Tensor({channels, 3, 3, 3}) +
                                                           R"(, "padding": "same")");
      const std::string deep = sketch.Append(
          "depthwise_conv2d", Named("input", wide) + ", \"weight\": " +
                                  sketch.Tensor({1, 3, 3, channels}) + R"(, "padding": "same")");
      const std::string pool =
          sketch.Append("max_pool", Named("input", sketch.Append("add", Inputs({wide, deep}))) +
                                        ", " + Pair("kernel", 2, 2) + R"(, "padding": "same")");
      ExpectOraclesAnswers(sketch.Finish(pool, channels), random);
    }
  }
  ReportFault(30, "networks of " + std::to_string(sizes) +
                      " input sizes with every buffer at the end of a page: none reads further");
}

TEST(OverReadDeathTest, ReadingPastThePaddingEndsTheProgram) {
  const auto buffer = Buffer<float>::Create(5);
  ASSERT_TRUE(buffer) << ErrorOf(buffer);
  const auto* end = reinterpret_cast<const volatile uint8_t*>(buffer->data() + buffer->size());
  EXPECT_EQ(end[kReadablePaddingBytes - 1], 0);
  EXPECT_DEATH(static_cast<void>(end[kReadablePaddingBytes]), "");
}

}  // namespace
}  // namespace glance::test
