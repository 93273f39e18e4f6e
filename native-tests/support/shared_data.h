// Tests on the data beside the checkout say so when it is missing; in CI that is a failure.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <string_view>

#include "support/files.h"

namespace glance::test {

inline bool InCi() {
  const char* ci = std::getenv("CI");
  return ci != nullptr && std::string_view(ci) == "true";
}

}  // namespace glance::test

// Ends the test unless ../shared/data/NAME exists.
#define NEED_SHARED_DATA(name)                                                           \
  if (!std::filesystem::exists(glance::test::SharedData(name))) {                        \
    if (glance::test::InCi()) FAIL() << glance::test::SharedData(name) << " is missing"; \
    GTEST_SKIP() << glance::test::SharedData(name) << " is missing";                     \
  }
