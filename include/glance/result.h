// Errors as values: what every function of Glance that can fail returns.
#pragma once

#include <expected>
#include <string>

namespace glance {

// What went wrong. `code` is a stable string for programs, "area/reason", such as "image/damaged"
// (docs/troubleshooting.md lists them); `message` is one English sentence for people that holds the
// offending value. Its members are compiled once, out of line: every check of a result moves and
// destroys an error, which inline is a hundred bytes of code each time.
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

}  // namespace glance
