// What must hold whatever the bytes are: a broken promise ends the fuzzer, which keeps the bytes.
#pragma once

#include <cstdio>
#include <cstdlib>
#include <initializer_list>
#include <string_view>

#include "base/result.h"

namespace glance::fuzz {

inline void Require(bool holds, const char* promise) {
  if (holds) return;
  std::fprintf(stderr, "broken promise: %s\n", promise);
  std::abort();
}

// An error says something, and its code is of one of `areas` or memory/exhausted.
inline void RequireTyped(const Error& error, std::initializer_list<std::string_view> areas) {
  Require(!error.message.empty(), "an error has a message");
  bool known = error.code == "memory/exhausted";
  for (const std::string_view area : areas) known = known || error.code.starts_with(area);
  Require(known, "an error's code is of the stage that failed");
}

}  // namespace glance::fuzz
