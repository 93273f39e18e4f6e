// A part of a resized picture, computed without the rest of it.
#pragma once

#include "base/result.h"
#include "image/image.h"
#include "preprocess/geometry.h"
#include "preprocess/preprocess.h"

namespace glance {

// The pixels of `region` in `image` turned upright and resized to `resized`, bit-identical to
// Pillow 13's resize and crop. The picture itself is not turned, only the result. Requires
// non-empty sizes and `region` inside `resized`. Memory is proportional to the region and to how
// much the picture is reduced. Fails with memory/exhausted.
Result<Image> ResampleRegion(const Image& image, Size resized, const Region& region,
                             ResampleFilter filter, int exif_orientation = 1);

}  // namespace glance
