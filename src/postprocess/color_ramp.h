// The colours of a heat map: indigo over red to pale yellow.
#pragma once

#include <array>
#include <cstdint>

namespace glance {

using Rgb = std::array<uint8_t, 3>;

// Entry round(255 * v) is the colour of value v in 0..1. Lightness rises evenly, so equal steps of
// the value look equally large, also in print and to people who see fewer colours.
extern const std::array<Rgb, 256> kColorRamp;

}  // namespace glance
