// Why a class was chosen: the class activation map (Zhou et al., 2016, "Learning Deep Features for
// Discriminative Localization"), exact for networks that end in global average pooling + dense.
#pragma once

#include <array>
#include <cstdint>
#include <span>

#include "base/result.h"
#include "glance/image.h"
#include "glance/prediction.h"

namespace glance {

// The colours of a heat map: indigo over red to pale yellow.
using Rgb = std::array<uint8_t, 3>;

// Entry round(255 * v) is the colour of value v in 0..1. Lightness rises evenly, so equal steps of
// the value look equally large, also in print and to people who see fewer colours.
extern const std::array<Rgb, 256> kColorRamp;

// `features` is the last feature map (height, width, channels), `class_weights` the class's row of
// the dense layer (channels). Values are the weighted sum over channels, minus its minimum, divided
// by its range; it is not coloured yet. Fails with call/bad-argument on sizes that do not match, or
// memory/exhausted.
Result<HeatMap> ClassActivationMap(std::span<const float> features, int height, int width,
                                   std::span<const float> class_weights);

// `map` as a picture of height_px x width_px: interpolated bilinearly (pixel centres aligned) and
// coloured by kColorRamp. Fails with call/bad-argument when a side is below 1 or the values do not
// match the map's size, or memory/exhausted.
Result<Image> ColorHeatMap(const HeatMap& map, int width_px, int height_px);

// kColorRamp as a picture of 256 x 1. Fails with memory/exhausted.
Result<Image> HeatMapLegend();

// `picture` with the coloured map blended over it by `opacity` 0..1. Fails as ColorHeatMap does.
Result<Image> OverlayHeatMap(const Image& picture, const HeatMap& map, float opacity);

}  // namespace glance
