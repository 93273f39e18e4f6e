#include "base/result.h"

namespace glance {

Error::Error(std::string_view code, std::string message)
    : code(code), message(std::move(message)) {}
Error::Error(const Error&) = default;
Error::Error(Error&&) noexcept = default;
Error& Error::operator=(const Error&) = default;
Error& Error::operator=(Error&&) noexcept = default;
Error::~Error() = default;

std::unexpected<Error> Fail(std::string_view code, TextPieces message) {
  return std::unexpected(Error(code, Join(message)));
}

std::unexpected<Error> Fail(std::string_view code, TextPiece message) {
  return Fail(code, {message});
}

}  // namespace glance
