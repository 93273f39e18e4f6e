// Which part of a picture the network sees, and how it is brought to the size of the network's
// input.
#pragma once

#include <optional>

#include "base/result.h"
#include "glance/preprocessing.h"
#include "preprocess/geometry.h"

namespace glance {

struct Framing {
  Fit fit = Fit::kCrop;
  // Of the upright picture; only this is looked at, as if the picture had been cut to it before.
  std::optional<Region> region;
};

// What becomes of a picture: `source` is resized to `resized`, where the network sees `view`.
struct Frame {
  Region source;  // of the upright picture
  Size resized;
  Region view;  // of the resized source; when letterboxed its sides lie beyond it
};

// `upright` is the size of an Image turned upright. Fails with call/bad-argument: a crop whose side
// is below 1 or that is larger than the resized picture, a region that is empty or not inside the
// picture.
Result<Frame> FrameOf(Size upright, const PreprocessSpec& spec, const Framing& framing = {});

// Where `frame.view` lies in the upright picture.
Rectangle SeenPart(const Frame& frame);

}  // namespace glance
