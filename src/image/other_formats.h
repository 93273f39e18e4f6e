// The names of common files that are not read, so that a message can say what was given instead.
#pragma once

#include <optional>
#include <string_view>

#include "base/buffer.h"

namespace glance {

struct OtherFormat {
  std::string_view name;  // with its article: "a GIF picture"
  bool is_picture;
};

// Recognises a file by its first kilobyte at most; nothing when it is of no kind known here.
std::optional<OtherFormat> RecogniseOtherFormat(ByteSpan bytes);

}  // namespace glance
