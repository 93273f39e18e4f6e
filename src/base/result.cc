#include "base/result.h"

#include "base/error_codes.h"
#include "glance/buffer.h"

namespace glance {

Error::Error(const Error&) = default;
Error::Error(Error&&) noexcept = default;
Error& Error::operator=(const Error&) = default;
Error& Error::operator=(Error&&) noexcept = default;
Error::~Error() = default;

Error OutOfMemory(size_t count, size_t value_bytes) {
  return Fail(error_code::kMemoryExhausted,
              {"not enough memory for ", count, " values of ", value_bytes, " bytes"})
      .error();
}

std::unexpected<Error> Fail(std::string_view code, TextPieces message) {
  Error error;
  error.code = code;
  error.message = Join(message);
  return std::unexpected(std::move(error));
}

std::unexpected<Error> Fail(std::string_view code, TextPiece message) {
  return Fail(code, {message});
}

}  // namespace glance
