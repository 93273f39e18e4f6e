// Errors as values and the two macros that pass them on.
#include "base/result.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>

namespace glance::test {
namespace {

Result<int> Half(int number) {
  if (number % 2 != 0) return Fail("test/odd", std::to_string(number) + " is odd");
  return number / 2;
}

Result<void> RequireEven(int number) {
  TRY(Half(number));
  return {};
}

Result<int> Quarter(int number) {
  TRY_ASSIGN(const int half, Half(number));
  TRY_ASSIGN(const int quarter, Half(half));
  return quarter;
}

Result<std::unique_ptr<int>> MakeOwned(int number) {
  TRY_ASSIGN(const int half, Half(number));
  return std::make_unique<int>(half);
}

// A declaration is not needed: TRY_ASSIGN also assigns.
Result<int> TakeOwned(int number) {
  std::unique_ptr<int> owned;
  TRY_ASSIGN(owned, MakeOwned(number));
  return *owned;
}

TEST(Result, FailHoldsCodeAndMessage) {
  const auto failed = Half(3);
  ASSERT_FALSE(failed.has_value());
  EXPECT_EQ(failed.error().code, "test/odd");
  EXPECT_EQ(failed.error().message, "3 is odd");
}

TEST(Result, TryContinuesAfterSuccess) { EXPECT_TRUE(RequireEven(4).has_value()); }

TEST(Result, TryReturnsTheErrorAsItIs) {
  const auto failed = RequireEven(5);
  ASSERT_FALSE(failed.has_value());
  EXPECT_EQ(failed.error().code, "test/odd");
  EXPECT_EQ(failed.error().message, "5 is odd");
}

TEST(Result, TryAssignBindsTheValue) { EXPECT_EQ(Quarter(20).value_or(-1), 5); }

TEST(Result, TryAssignStopsAtTheFirstError) {
  EXPECT_EQ(Quarter(7).error().message, "7 is odd");
  EXPECT_EQ(Quarter(14).error().message, "7 is odd");
}

TEST(Result, TryAssignMovesWhatCannotBeCopied) {
  EXPECT_EQ(TakeOwned(8).value_or(-1), 4);
  EXPECT_EQ(TakeOwned(9).error().message, "9 is odd");
}

}  // namespace
}  // namespace glance::test
