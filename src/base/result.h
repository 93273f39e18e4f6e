// Errors as values: every fallible function of the core returns Result<T>.
// The core is built without exceptions and never prints or aborts on input.
#pragma once

#include <expected>
#include <string>
#include <string_view>
#include <utility>

#include "base/text.h"

namespace glance {

// What went wrong. `code` is a stable "area/reason" string for programs (the list is in
// base/error_codes.h); `message` is one sentence for people that holds the offending value. Every
// TRY moves and destroys errors: kept out of line, that is a call instead of a hundred bytes of
// code.
struct Error {
  Error() = default;
  Error(const Error&);
  Error(Error&&) noexcept;
  Error& operator=(const Error&);
  Error& operator=(Error&&) noexcept;
  ~Error();

  std::string code;
  std::string message;
};

template <typename T>
using Result = std::expected<T, Error>;

// Builds the failed state of any Result<T>.
std::unexpected<Error> Fail(std::string_view code, TextPieces message);
std::unexpected<Error> Fail(std::string_view code, TextPiece message);

}  // namespace glance

#define GLANCE_CONCAT_INNER(a, b) a##b
#define GLANCE_CONCAT(a, b) GLANCE_CONCAT_INNER(a, b)

// TRY(expression): returns the error of a Result<void> from the enclosing function.
// TRY_ASSIGN(declaration, expression): the same, and binds the value otherwise.
#define TRY(expression)                                            \
  do {                                                             \
    if (auto try_result = (expression); !try_result.has_value()) { \
      return std::unexpected(std::move(try_result).error());       \
    }                                                              \
  } while (false)

#define TRY_ASSIGN_INNER(result, declaration, expression)                     \
  auto result = (expression);                                                 \
  if (!result.has_value()) return std::unexpected(std::move(result).error()); \
  declaration = *std::move(result)

#define TRY_ASSIGN(declaration, expression) \
  TRY_ASSIGN_INNER(GLANCE_CONCAT(try_result_, __LINE__), declaration, expression)
