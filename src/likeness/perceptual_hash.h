// 64 bits that stay nearly the same when a picture is resized, compressed or brightened.
#pragma once

#include <array>
#include <cstdint>
#include <functional>

#include "base/buffer.h"
#include "base/result.h"
#include "likeness/thumbnail.h"

namespace glance {

// The hash of a picture turned to each of the forms; that of the picture itself is the first.
using Hashes = std::array<uint64_t, kForms>;

// Bit 8 v + u is 1 when the cosine of u half waves across and v down, of the type-II DCT of the
// thumbnail, is clearly positive, 0 when it is negative or near 0; bit 0, the brightness, is 0.
Hashes HashesOf(Thumbnail thumbnail);

// Hashes that differ in no more bits than this are near each other.
inline constexpr int kNearBits = 7;

struct NearHashes {
  int first, second;  // places, first < second
  int form;           // the first is near the second turned to this
};

// Calls visit for every two pictures of `hashes` that are near in some form; once for each such
// form. Fails with memory/exhausted.
Result<void> ForEachNear(std::span<const Hashes> hashes,
                         const std::function<void(const NearHashes&)>& visit);

}  // namespace glance
