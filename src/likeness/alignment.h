// Whether two thumbnails show the same picture, of which one may be cropped, turned a little,
// mirrored or brightened: one is laid over the other as well as an affine map can, and compared.
#pragma once

#include <array>

#include "likeness/thumbnail.h"

namespace glance {

// The second's column and row, in pixels from its middle, of the first's x, y: {xx, xy, x0, yx, yy,
// y0}.
using AlignmentMap = std::array<float, 6>;
inline constexpr AlignmentMap kUnmoved = {1, 0, 0, 0, 1, 0};

struct Alignment {
  float agreement = 0;  // correlation of what both show, up to 1
  float detail = 0;     // the same when light and dark are made even: of edges and texture, up to 1
  float overlap = 0;    // the part of the first that the second shows, 0..1
  float gain = 1;       // contrast of the first, as a multiple of the second's
  float offset = 0;     // what the first is brighter by, 0..255, after that
  AlignmentMap map = kUnmoved;
};

// Lays `second`, turned to `form`, over `first`, first by `start`, which may be wrong by a tenth of
// the side. An agreement of 0: they do not fit.
Alignment Align(Thumbnail first, Thumbnail second, int form = 0,
                const AlignmentMap& start = kUnmoved);

// Whether both agree, and the map is one that cropping and turning by a few degrees make.
bool IsSamePicture(const Alignment& alignment);

// Whether the map leaves every pixel in its place.
bool IsUnmoved(const Alignment& alignment);

}  // namespace glance
