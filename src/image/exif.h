// How the camera was held, from the Exif data of a JPEG (APP1) or PNG (eXIf) file.
#pragma once

#include "base/buffer.h"

namespace glance {

// `tiff` begins with the byte-order mark ("II" or "MM"). Returns the orientation tag of the first
// directory, 1..8; 1 when `tiff` is empty or malformed, or the tag is absent or out of range.
int ExifOrientation(ByteSpan tiff);

}  // namespace glance
