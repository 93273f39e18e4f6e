// A part of a resized picture, computed without the rest of it.
#pragma once

#include "base/result.h"
#include "glance/preprocessing.h"
#include "image/image.h"
#include "preprocess/geometry.h"

namespace glance {

// `source`, a part of the upright picture, is resized to `resized`; `wanted` is a part of that.
struct ResizedPart {
  Region source;
  Size resized;
  Region wanted;
};

// The pixels of `part.wanted` in `image` turned upright, bit-identical to Pillow 13's crop, resize
// and crop. The picture itself is neither turned nor cut, only the result. Requires non-empty sizes
// and parts that lie inside. Memory is proportional to what is wanted and to how much the source is
// reduced. Fails with memory/exhausted.
Result<Image> ResampleRegion(const Image& image, const ResizedPart& part, ResampleFilter filter,
                             int exif_orientation = 1);

}  // namespace glance
