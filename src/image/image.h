// Pixels that somebody else decoded (a canvas, a video frame) as a picture.
#pragma once

#include "base/buffer.h"
#include "base/result.h"
#include "glance/image.h"
#include "image/limits.h"

namespace glance {

// `rgba` is (height_px, width_px, 4), not premultiplied; alpha is dropped. The picture lives in the
// same block, whose last quarter stays unused. Fails with call/bad-argument when the byte count
// does not match, or image/too-large.
Result<Image> ImageFromRgba(Buffer<uint8_t> rgba, int width_px, int height_px,
                            const DecodeLimits& limits = {});

}  // namespace glance
