// Which decoder a file needs, by its first bytes; the file's name is never asked.
#pragma once

#include <optional>
#include <string_view>

#include "base/buffer.h"
#include "base/result.h"

namespace glance {

// A kind of file that is not read.
struct OtherFormat {
  std::string_view name;  // with its article: "a GIF picture"
  bool is_picture;
};

// Recognises a file by its first kilobyte, or that behind comments, so that a message can say what
// was given instead; nothing when it is of no kind known here.
std::optional<OtherFormat> RecogniseOtherFormat(ByteSpan bytes);

enum class PictureFormat { kJpeg, kPng };

// Fails with image/empty (no bytes), image/unsupported-format (a picture of a kind that is not
// read; the message names it), or image/not-a-picture (anything else, named where it is known).
Result<PictureFormat> SniffFormat(ByteSpan bytes);

}  // namespace glance
