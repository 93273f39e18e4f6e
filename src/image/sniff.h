// Which decoder a file needs, by its first bytes; the file's name is never asked.
#pragma once

#include "base/buffer.h"
#include "base/result.h"

namespace glance {

enum class PictureFormat { kJpeg, kPng };

// Fails with image/empty (no bytes), image/unsupported-format (a picture of a kind that is not
// read; the message names it), or image/not-a-picture (anything else, named where it is known).
Result<PictureFormat> SniffFormat(ByteSpan bytes);

}  // namespace glance
