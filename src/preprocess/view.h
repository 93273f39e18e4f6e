// The view: the pixels that the network sees, and the numbers that it reads for them. The pixels
// equal Pillow 13's, bit for bit: `crop` to the source, `resize`, then TorchVision's `CenterCrop`,
// nothing, or ImageOps.pad; native-tests/fixtures/preprocess holds goldens made by Pillow.
#pragma once

#include <span>

#include "base/result.h"
#include "glance/preprocessing.h"
#include "image/image.h"
#include "preprocess/framing.h"

namespace glance {

// The pixels of `frame.view`, RGB8, upright. `exif_orientation` (1..8) says how `image` is stored;
// the result is the same as if it had been turned first. What is padded has the colour of
// `spec.mean`, rounded, which normalises to 0 or nearly so: at most 0.5 / std from it. Requires
// FrameOf(UprightSize(image, exif_orientation), ...). Memory is proportional to the view, for any
// aspect ratio, not to the resized picture. Fails with memory/exhausted.
Result<Image> RenderView(const Image& image, const Frame& frame, const PreprocessSpec& spec,
                         int exif_orientation = 1);

// (pixel - mean) / std for each pixel of `image` into `tensor` (height_px, width_px, 3) float32.
// Fails with call/bad-argument when `tensor` does not have that many values.
Result<void> Normalize(const Image& image, const PreprocessSpec& spec, std::span<float> tensor);

}  // namespace glance
