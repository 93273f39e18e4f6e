// Memory whose size comes from input.
#include "base/buffer.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "support/expect_error.h"

namespace glance::test {
namespace {

TEST(Buffer, IsZeroInitialised) {
  const auto buffer = Buffer<uint32_t>::Create(1000);
  ASSERT_TRUE(buffer) << ErrorOf(buffer);
  EXPECT_EQ(buffer->size(), 1000u);
  for (const uint32_t value : buffer->span()) ASSERT_EQ(value, 0u);
}

// Under AddressSanitizer a read outside of the block ends the program.
TEST(Buffer, PaddingIsReadable) {
  for (const size_t count : {0u, 1u, 7u, 4096u}) {
    const auto buffer = Buffer<float>::Create(count);
    ASSERT_TRUE(buffer) << ErrorOf(buffer);
    const auto* end = reinterpret_cast<const uint8_t*>(buffer->data() + count);
    int sum = 0;
    for (size_t i = 0; i < kReadablePaddingBytes; ++i) sum += end[i];
    EXPECT_EQ(sum, 0) << count;
  }
}

TEST(Buffer, CountsThatDoNotFitAreTypedErrors) {
  constexpr size_t kMax = std::numeric_limits<size_t>::max();
  for (const size_t count : {kMax, kMax / 2, kMax / 8, kMax / 8 + 1, kMax / 16}) {
    ExpectError(Buffer<double>::Create(count), error_code::kMemoryExhausted,
                std::to_string(count) + " values of 8 bytes");
  }
}

TEST(Buffer, CopyHoldsItsOwnValues) {
  std::vector<int16_t> values{1, -2, 3};
  const auto copy = Buffer<int16_t>::CopyOf(values);
  ASSERT_TRUE(copy) << ErrorOf(copy);
  values.assign(3, 0);
  EXPECT_EQ(std::vector<int16_t>(copy->span().begin(), copy->span().end()),
            (std::vector<int16_t>{1, -2, 3}));
}

TEST(Buffer, CopyOfNothingIsEmpty) {
  const auto copy = Buffer<int>::CopyOf({});
  ASSERT_TRUE(copy) << ErrorOf(copy);
  EXPECT_TRUE(copy->empty());
}

// Under AddressSanitizer a block that nobody frees fails the program.
TEST(Buffer, AdoptTakesTheBlockItself) {
  auto* memory = static_cast<uint8_t*>(std::malloc(3));
  ASSERT_NE(memory, nullptr);
  const auto buffer = Buffer<uint8_t>::Adopt(memory, 3);
  EXPECT_EQ(buffer.data(), memory);
  EXPECT_EQ(buffer.size(), 3u);
}

TEST(Buffer, MovingKeepsTheAddress) {
  auto first = Buffer<int>::Create(5);
  ASSERT_TRUE(first) << ErrorOf(first);
  const int* address = first->data();
  const Buffer<int> second = *std::move(first);
  EXPECT_EQ(second.data(), address);
  EXPECT_EQ(second.size(), 5u);
}

TEST(Buffer, DefaultIsEmpty) {
  const Buffer<float> buffer;
  EXPECT_TRUE(buffer.empty());
  EXPECT_TRUE(buffer.span().empty());
}

}  // namespace
}  // namespace glance::test
