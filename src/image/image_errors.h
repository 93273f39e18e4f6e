// Says in one wording that files are cut short or contradict themselves.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>

#include "base/error_codes.h"
#include "base/result.h"
#include "base/text.h"

namespace glance {

// image/damaged; `what` says what is wrong ("the PNG has no image data").
inline std::unexpected<Error> Damaged(TextPieces what) {
  return Fail(error_code::kImageDamaged,
              {Join(what), ": the file is damaged; copy or download it again"});
}

inline std::unexpected<Error> Damaged(TextPiece what) { return Damaged({what}); }

// image/damaged for a file of `file_bytes` bytes that ends before it is complete.
inline std::unexpected<Error> CutShort(TextPiece format, uint64_t file_bytes) {
  return Fail(error_code::kImageDamaged,
              {"the ", format, " file is cut short: it stops after ", GroupDigits(file_bytes),
               " bytes; copy or download it again"});
}

// A part of a sentence: "the lower 30 % is missing".
inline std::string DescribeMissing(int64_t missing, int64_t of, bool is_lower_part) {
  const int64_t percent = std::max<int64_t>(1, (missing * 100 + of / 2) / of);
  return Join({is_lower_part ? "the lower " : "", percent,
               is_lower_part ? " % is missing" : " % of the picture is missing"});
}

}  // namespace glance
