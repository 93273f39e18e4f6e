// In this program the network's buffers end at pages that cannot be read (guarded_memory.h): that
// the other tests pass here says that the backend reads no further than the padding.
#include <gtest/gtest.h>

#include "base/buffer.h"
#include "infer/guarded_memory.h"
#include "support/expect_error.h"

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

TEST(OverReadDeathTest, ReadingPastThePaddingEndsTheProgram) {
  const auto buffer = Buffer<float>::Create(5);
  ASSERT_TRUE(buffer) << ErrorOf(buffer);
  const auto* end = reinterpret_cast<const volatile uint8_t*>(buffer->data() + buffer->size());
  EXPECT_EQ(end[kReadablePaddingBytes - 1], 0);
  EXPECT_DEATH(static_cast<void>(end[kReadablePaddingBytes]), "");
}

}  // namespace
}  // namespace glance::test
