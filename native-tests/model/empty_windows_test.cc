// Pooling windows that hold no pixel of the picture: they have no result.
#include <gtest/gtest.h>

#include <cstdint>

#include "base/error_codes.h"
#include "model/one_operation.h"
#include "support/expect_error.h"

namespace glance::test {
namespace {

void ExpectRefused(const MaxPool& pool, uint32_t size, std::string_view message) {
  ExpectError(ShapeAfter(OneOperation(pool), size, size), error_code::kModelBadShape, message);
}

// Such a window has no largest pixel and no average.
TEST(EmptyWindows, PoolingWindowInThePaddingAloneIsRefused) {
  ExpectRefused({.input = 0, .kernel = {2, 2}, .padding = {.top = 2}}, 5, "without a pixel");
  ExpectRefused({.input = 0, .kernel = {2, 2}, .padding = {.right = 2}}, 5, "without a pixel");
  ExpectRefused({.input = 0, .kernel = {2, 2}, .padding = {.bottom = 4096}}, 5, "without a pixel");
  const AveragePool average{.input = 0, .kernel = {3, 3}, .padding = {.left = 3}};
  ExpectError(ShapeAfter(OneOperation(average), 5, 5), error_code::kModelBadShape,
              "without a pixel");
}

// One pixel, taps at -1 and 1.
TEST(EmptyWindows, DilatedWindowThatStepsOverThePictureIsRefused) {
  ExpectRefused(
      {.input = 0, .kernel = {2, 1}, .dilation = {2, 1}, .padding = {.top = 1, .bottom = 1}}, 1,
      "without a pixel");
}

TEST(EmptyWindows, DilatedWindowThatHitsThePictureIsRead) {
  const MaxPool pool{.input = 0, .kernel = {3, 3}, .dilation = {2, 2}, .padding = {.same = true}};
  const auto shape = ShapeAfter(OneOperation(pool), 1, 1);
  ASSERT_TRUE(shape) << ErrorOf(shape);
  EXPECT_EQ(*shape, (ValueShape{1, 1, 3}));
}

}  // namespace
}  // namespace glance::test
