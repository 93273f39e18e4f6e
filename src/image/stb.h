// The only door to stb_image and stb_image_write.
#pragma once

#include <cstdint>

#include "base/buffer.h"
#include "base/result.h"
#include "image/image.h"

namespace glance {

// The inverse DCT of a JPEG block: `coefficients` (64, row by row, at an address that 16 divides)
// -> 8 x 8 samples, rows `stride` bytes apart.
void InverseDct(uint8_t* samples, int stride, int16_t* coefficients);

// Widens a row of `width` samples `across` times, into `wide` or in place; returns the wide row.
// `near` and `far` are the two rows of samples that are nearest to the row of pixels.
using Resampler = uint8_t* (*)(uint8_t* wide, uint8_t* near, uint8_t* far, int width, int across);
// For components of which one sample covers `across` x `down` pixels, each 1 to 4.
Resampler ResamplerFor(int across, int down);

// The bytes of a PNG file with the pixels of `image`. Fails with memory/exhausted.
Result<Buffer<uint8_t>> EncodePng(const Image& image);

}  // namespace glance
