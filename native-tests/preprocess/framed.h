// What the network sees of a picture, in one call.
#pragma once

#include "preprocess/framing.h"
#include "preprocess/geometry.h"
#include "preprocess/view.h"

namespace glance::test {

inline Result<Image> Framed(const Image& image, const PreprocessSpec& spec,
                            const Framing& framing = {}, int exif_orientation = 1) {
  TRY_ASSIGN(const Frame frame, FrameOf(UprightSize(image, exif_orientation), spec, framing));
  return RenderView(image, frame, spec, exif_orientation);
}

}  // namespace glance::test
