// The pixels that the network sees. They equal Pillow 13's, bit for bit: `crop` to the source,
// `resize`, then TorchVision's `CenterCrop`, nothing, or ImageOps.pad;
// native-tests/fixtures/preprocess holds goldens made by Pillow.
#pragma once

#include "base/result.h"
#include "image/image.h"
#include "preprocess/framing.h"
#include "preprocess/preprocess.h"

namespace glance {

// The pixels of `frame.view`, RGB8, upright. `exif_orientation` (1..8) says how `image` is stored;
// the result is the same as if it had been turned first. What is padded has the colour of
// `spec.mean`, rounded, which normalises to 0 or nearly so: at most 0.5 / std from it. Requires
// FrameOf(UprightSize(image, exif_orientation), ...). Memory is proportional to the view, for any
// aspect ratio, not to the resized picture. Fails with memory/exhausted.
Result<Image> RenderView(const Image& image, const Frame& frame, const PreprocessSpec& spec,
                         int exif_orientation = 1);

}  // namespace glance
