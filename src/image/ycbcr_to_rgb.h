// The colours of most JPEGs as RGB.
#pragma once

#include <cstdint>

namespace glance {

// One row of `count` pixels: luma and the two chromas, a byte each, to RGB8. Gives the bytes of
// stb_image's own loop, whose signature this is: `step`, the distance of pixels in `rgb`, is always
// 3.
void YcbcrToRgb(uint8_t* rgb, const uint8_t* luma, const uint8_t* blue, const uint8_t* red,
                int count, int step);

}  // namespace glance
