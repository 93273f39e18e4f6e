// Synthetic pictures, made by the same integer formulas as in
// tools/goldens/make_preprocess_goldens.py.
#pragma once

#include <cstdint>
#include <string>

#include "image/image.h"
#include "support/images.h"

namespace glance::test {

// `pattern` is "noise" (every byte a hash), "stark" (only 0 and 255) or "smooth" (slanted ramps).
Image MakePicture(const std::string& pattern, int width_px, int height_px, uint32_t seed);

// The left-right and the top-bottom mirror image.
Image FlippedHorizontally(const Image& image);
Image FlippedVertically(const Image& image);

}  // namespace glance::test
