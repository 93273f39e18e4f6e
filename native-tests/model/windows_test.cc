// Sliding windows: how many fit and where padding goes. Every number is computed by hand.
#include "model/windows.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <string>

#include "base/error_codes.h"
#include "model/one_operation.h"
#include "support/expect_error.h"

namespace glance::test {
namespace {

// One axis; `before` and `after` are the padding in pixels, `outputs` the number of windows.
struct Axis {
  uint32_t size, kernel, stride, dilation;
  uint32_t before, after, outputs;
};

std::string Text(const Axis& axis) {
  return std::to_string(axis.size) + " pixels, kernel " + std::to_string(axis.kernel) +
         ", stride " + std::to_string(axis.stride) + ", dilation " + std::to_string(axis.dilation);
}

// Rows as the axis says, columns plain.
MaxPool VerticalPool(const Axis& axis) {
  return {.input = 0,
          .kernel = {axis.kernel, 2},
          .stride = {axis.stride, 1},
          .dilation = {axis.dilation, 1}};
}

constexpr Axis kSame[] = {
    {224, 3, 2, 1, 0, 1, 112},  // even size at stride 2: the odd pixel goes to the end
    {225, 3, 2, 1, 1, 1, 113},  // odd size at stride 2
    {7, 3, 1, 1, 1, 1, 7},     {6, 4, 1, 1, 1, 2, 6},   {8, 2, 3, 1, 0, 0, 3},
    {7, 2, 3, 1, 0, 1, 3},     {1, 3, 2, 1, 1, 1, 1},   {1, 5, 2, 1, 2, 2, 1},
    {4, 7, 1, 1, 3, 3, 4},     {10, 3, 1, 2, 2, 2, 10}, {10, 3, 2, 3, 2, 3, 5},
    {9, 2, 4, 1, 0, 1, 3},
};

TEST(Windows, SamePaddingPutsTheOddPixelAtTheEnd) {
  for (const Axis& axis : kSame) {
    SCOPED_TRACE(Text(axis));
    const Windows windows{
        {axis.kernel, axis.kernel}, {axis.stride, axis.stride}, {axis.dilation, axis.dilation}};
    const ResolvedPadding padding =
        ResolvePadding({.same = true}, {axis.size, axis.size, 3}, windows, /*ceil_mode=*/false);
    EXPECT_EQ(padding.top, axis.before);
    EXPECT_EQ(padding.bottom, axis.after);
    EXPECT_EQ(padding.left, axis.before);
    EXPECT_EQ(padding.right, axis.after);
  }
}

TEST(Windows, SamePaddingGivesSizeOverStrideRoundedUp) {
  for (const Axis& axis : kSame) {
    SCOPED_TRACE(Text(axis));
    MaxPool pool = VerticalPool(axis);
    pool.padding.same = true;
    const auto shape = ShapeAfter(OneOperation(pool), axis.size, 5);
    ASSERT_TRUE(shape) << ErrorOf(shape);
    EXPECT_EQ(*shape, (ValueShape{axis.outputs, 5, 3}));
  }
}

constexpr Axis kFloor[] = {
    {7, 3, 2, 1, 0, 0, 3}, {8, 3, 2, 1, 0, 0, 3},    {8, 3, 2, 1, 1, 0, 4},  {8, 3, 2, 1, 1, 1, 4},
    {5, 5, 1, 1, 0, 0, 1}, {5, 3, 1, 2, 0, 0, 1},    {6, 3, 1, 2, 0, 0, 2},  {9, 2, 3, 4, 1, 2, 3},
    {3, 2, 5, 1, 0, 0, 1}, {112, 3, 2, 1, 1, 1, 56}, {10, 4, 3, 1, 3, 2, 4},
};

TEST(Windows, WithoutCeilModePartialWindowsDoNotCount) {
  for (const Axis& axis : kFloor) {
    SCOPED_TRACE(Text(axis));
    MaxPool pool = VerticalPool(axis);
    pool.padding = {.top = axis.before, .bottom = axis.after};
    const auto shape = ShapeAfter(OneOperation(pool), axis.size, 5);
    ASSERT_TRUE(shape) << ErrorOf(shape);
    EXPECT_EQ(shape->height, axis.outputs);
    EXPECT_EQ(shape->width, 4u);
  }
}

// `before` and `after` are given; `widened` is what ceil_mode makes of `after`.
struct CeilAxis {
  Axis axis;
  uint32_t widened;
};

constexpr CeilAxis kCeil[] = {
    {{6, 3, 2, 1, 0, 0, 3}, 1}, {{7, 3, 2, 1, 0, 0, 3}, 0}, {{112, 3, 2, 1, 0, 0, 56}, 1},
    {{4, 2, 2, 1, 1, 1, 3}, 1}, {{6, 3, 3, 1, 1, 1, 3}, 2}, {{8, 2, 3, 3, 0, 0, 3}, 2},
    {{5, 2, 3, 1, 1, 1, 2}, 1},  // the third window would begin in the padding at the end
    {{5, 3, 3, 1, 1, 1, 2}, 1},  // likewise
};

TEST(Windows, CeilModeCountsPartialWindowsThatBeginInThePicture) {
  for (const auto& [axis, widened] : kCeil) {
    SCOPED_TRACE(Text(axis));
    MaxPool pool = VerticalPool(axis);
    pool.padding = {.top = axis.before, .bottom = axis.after};
    pool.ceil_mode = true;
    const auto shape = ShapeAfter(OneOperation(pool), axis.size, 5);
    ASSERT_TRUE(shape) << ErrorOf(shape);
    EXPECT_EQ(shape->height, axis.outputs);
    const ResolvedPadding padding = ResolvePadding(pool.padding, {axis.size, 5, 3},
                                                   {pool.kernel, pool.stride, pool.dilation}, true);
    EXPECT_EQ(padding.top, axis.before);
    EXPECT_EQ(padding.bottom, widened);
  }
}

void ExpectRefused(const MaxPool& pool, uint32_t size, std::string_view message) {
  ExpectError(ShapeAfter(OneOperation(pool), size, size), error_code::kModelBadShape, message);
}

TEST(Windows, WindowLargerThanThePaddedPictureIsRefused) {
  ExpectRefused({.input = 0, .kernel = {4, 2}}, 3,
                "a window of 4 x 2 does not fit into (1, 3, 3, 3)");
  ExpectRefused({.input = 0, .kernel = {2, 3}, .dilation = {1, 2}}, 4, "a window of 2 x 5");
  ExpectRefused({.input = 0, .kernel = {4096, 4096}, .dilation = {4096, 4096}}, 4096,
                "a window of 16773121 x 16773121");
}

}  // namespace
}  // namespace glance::test
