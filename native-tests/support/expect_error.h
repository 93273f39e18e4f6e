// Claims about failed results: the exact code, and that the message holds the offending value.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "base/result.h"

namespace glance::test {

template <typename T>
void ExpectError(const Result<T>& result, std::string_view code, std::string_view part) {
  ASSERT_FALSE(result.has_value()) << "succeeded; want " << code << " with '" << part << "'";
  EXPECT_EQ(result.error().code, code) << result.error().message;
  EXPECT_NE(result.error().message.find(part), std::string::npos)
      << "'" << result.error().message << "' does not hold '" << part << "'";
}

// What a failed result says, for messages of assertions; empty when it did not fail.
template <typename T>
std::string ErrorOf(const Result<T>& result) {
  if (result.has_value()) return {};
  return result.error().code + ": " + result.error().message;
}

// Every failure is one of the areas of base/error_codes.h and says something.
inline void ExpectTyped(const Error& error) {
  const bool known = error.code.starts_with("model/") || error.code.starts_with("infer/") ||
                     error.code.starts_with("image/") || error.code.starts_with("memory/") ||
                     error.code.starts_with("call/");
  EXPECT_TRUE(known) << error.code;
  EXPECT_FALSE(error.message.empty()) << error.code;
}

}  // namespace glance::test
