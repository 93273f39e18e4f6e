// The one wording for files that are cut short or contradict themselves.
#pragma once

#include <cstdint>
#include <string>

#include "base/error_codes.h"
#include "base/result.h"
#include "image/group_digits.h"

namespace glance {

// image/damaged; `what` says what is wrong ("the PNG has no image data").
inline std::unexpected<Error> Damaged(const std::string& what) {
  return Fail(error_code::kImageDamaged, what + ": the file is damaged; copy or download it again");
}

// image/damaged for a file of `file_bytes` bytes that ends before it is complete.
inline std::unexpected<Error> CutShort(const std::string& format, uint64_t file_bytes) {
  return Fail(error_code::kImageDamaged, "the " + format + " file is cut short: it stops after " +
                                             GroupDigits(file_bytes) +
                                             " bytes; copy or download it again");
}

}  // namespace glance
