// How the camera was held: reading the EXIF orientation of a file, and turning a picture upright.
#pragma once

#include "base/buffer.h"
#include "base/result.h"
#include "image/image.h"

namespace glance {

// Reads the orientation, 1..8, from the Exif data of a JPEG (APP1) or PNG (eXIf) file. `tiff`
// begins with the byte-order mark ("II" or "MM"). Returns the tag of its first directory; 1 when
// `tiff` is empty or malformed, or the tag is absent or out of range.
int ExifOrientation(ByteSpan tiff);

// `exif_orientation` is 1..8 (TIFF 6.0, tag 274); 5..8 swap width and height. The pixels are moved
// into a second buffer unless the orientation is 1. Fails with memory/exhausted.
Result<Image> Orient(Image image, int exif_orientation);

// How a stored picture lies in relation to the upright one: its columns run along upright rows or,
// when `swaps_axes`, along upright columns; either axis may run backwards.
struct StoredAxes {
  bool swaps_axes = false;
  bool columns_run_backwards = false;
  bool rows_run_backwards = false;
};
StoredAxes StoredAxesOf(int exif_orientation);

}  // namespace glance
