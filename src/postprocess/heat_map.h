// Why a class was chosen: the class activation map (Zhou et al., 2016, "Learning Deep Features for
// Discriminative Localization"), exact for networks that end in global average pooling + dense.
#pragma once

#include <span>

#include "base/buffer.h"
#include "base/result.h"
#include "image/image.h"

namespace glance {

struct HeatMap {
  int height = 0;
  int width = 0;
  Buffer<float> values;  // (height, width), scaled to 0..1; all 0 for a constant map
};

// `features` is the last feature map (height, width, channels), `class_weights` the class's row of
// the dense layer (channels). Values are the weighted sum over channels, minus its minimum, divided
// by its range. Fails with call/bad-argument on sizes that do not match, or memory/exhausted.
Result<HeatMap> ClassActivationMap(std::span<const float> features, int height, int width,
                                   std::span<const float> class_weights);

// `picture` (H, W, 3) with the map laid over it: the map is interpolated bilinearly to H x W
// (pixel centres aligned), coloured, and blended with `opacity` 0..1. Fails with call/bad-argument
// when either's values do not match its size, or memory/exhausted.
Result<Image> OverlayHeatMap(const Image& picture, const HeatMap& map, float opacity);

}  // namespace glance
