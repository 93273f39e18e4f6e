// Turning a picture upright as its EXIF orientation says.
#pragma once

#include "base/result.h"
#include "image/image.h"

namespace glance {

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
