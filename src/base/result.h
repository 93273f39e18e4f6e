// Making errors and passing them on. The codes are in base/error_codes.h. The core is built without
// exceptions and never prints or aborts on input.
#pragma once

#include <expected>
#include <string_view>
#include <utility>

#include "base/text.h"
#include "glance/result.h"

namespace glance {

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
