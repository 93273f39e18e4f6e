// Counts and intervals, by hand.
#include "glance/evaluation.h"

#include <gtest/gtest.h>

namespace glance::test {
namespace {

TEST(Evaluation, CountsWhatWasSaidOfWhat) {
  // Three a's, of which one is taken for b and one for a class outside; two b's, one taken for a.
  const Evaluation found = Evaluate({"a", "b", "c"}, {0, 0, 0, 1, 1}, {0, 1, -1, 1, 0});
  EXPECT_EQ(found.pictures, 5);
  EXPECT_EQ(found.right, 2);
  EXPECT_DOUBLE_EQ(found.accuracy, 0.4);
  EXPECT_EQ(found.confusion, (std::vector<int>{1, 1, 0, 1, 1, 0, 0, 0, 0}));
  EXPECT_EQ(found.classes[0].pictures, 3);
  EXPECT_EQ(found.classes[0].right, 1);
  EXPECT_DOUBLE_EQ(found.classes[0].precision.value(), 0.5);
  EXPECT_DOUBLE_EQ(found.classes[0].recall.value(), 1.0 / 3);
  EXPECT_FALSE(found.classes[2].precision.has_value());
  EXPECT_FALSE(found.classes[2].recall.has_value());
}

// Wilson's interval as statistics books print it: 81 of 263, 95 %: 0.2553 to 0.3662 (Newcombe,
// 1998, table I).
TEST(Evaluation, IntervalIsWilsons) {
  const Interval interval = WilsonInterval(81, 263);
  EXPECT_NEAR(interval.low, 0.2553, 5e-5);
  EXPECT_NEAR(interval.high, 0.3662, 5e-5);
  EXPECT_EQ(WilsonInterval(0, 0).low, 0);
  EXPECT_EQ(WilsonInterval(0, 0).high, 1);
  EXPECT_EQ(WilsonInterval(0, 20).low, 0);
  EXPECT_NEAR(WilsonInterval(0, 20).high, 0.1611, 5e-5);  // the same table
  EXPECT_EQ(WilsonInterval(7, 7).high, 1);
}

}  // namespace
}  // namespace glance::test
