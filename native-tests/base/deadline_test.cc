#include "base/deadline.h"

#include <gtest/gtest.h>

#include <limits>

#include "base/error_codes.h"
#include "support/expect_error.h"

namespace glance::test {
namespace {

TEST(Deadline, NeverPassesWithoutSeconds) {
  const Deadline none(std::nullopt);
  EXPECT_FALSE(none.SecondsLeft());
  EXPECT_TRUE(none.Check());
}

TEST(Deadline, HasMostOfALongTimeLeft) {
  for (const double seconds : {3600.0, 1e300, std::numeric_limits<double>::infinity()}) {
    const Deadline far(seconds);
    EXPECT_GT(*far.SecondsLeft(), 0);
    EXPECT_LE(*far.SecondsLeft(), seconds);
    EXPECT_TRUE(far.Check());
  }
}

TEST(Deadline, SaysHowLongItWasOnceItHasPassed) {
  const Deadline passed(0.0);
  EXPECT_LE(*passed.SecondsLeft(), 0);
  ExpectError(passed.Check(), error_code::kCallTimedOut, "within 0 ms");
}

}  // namespace
}  // namespace glance::test
