// Baseline JPEGs of one colour, of any size: each block takes two bits.
#pragma once

#include <cstdint>

#include "png_maker.h"

namespace glance::test {

// The grey of every pixel.
inline constexpr int kUniformGrey = 142;

// One component, or three of which the first has `luma_sampling`: 0x22 for 4:2:0, 0x11 for 4:4:4.
inline Bytes UniformJpeg(uint32_t width_px, uint32_t height_px, bool has_colour,
                         uint8_t luma_sampling = 0x22) {
  const auto high = [](uint32_t value) { return static_cast<uint8_t>(value >> 8); };
  const auto low = [](uint32_t value) { return static_cast<uint8_t>(value); };
  Bytes file = {0xFF, 0xD8, 0xFF, 0xDB, 0, 67, 0};
  Append(file, Bytes(64, 16));  // every quantisation step
  const uint8_t count = has_colour ? 3 : 1;
  Append(file, {0xFF, 0xC0, 0, static_cast<uint8_t>(8 + 3 * count), 8, high(height_px),
                low(height_px), high(width_px), low(width_px), count});
  for (uint8_t id = 1; id <= count; ++id) {
    const uint8_t sampling = has_colour && id == 1 ? luma_sampling : 0x11;
    Append(file, {id, sampling, 0});
  }
  // Differences of 0 ("0") and of three bits ("10"); no other coefficients ("0").
  Append(file, {0xFF, 0xC4, 0, 21, 0x00, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 3});
  Append(file, {0xFF, 0xC4, 0, 20, 0x10, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0});
  Append(file, {0xFF, 0xDA, 0, static_cast<uint8_t>(6 + 2 * count), count});
  for (uint8_t id = 1; id <= count; ++id) Append(file, {id, 0});
  Append(file, {0, 63, 0});
  // The first block is 7 steps of 16 / 8 above the middle, the others are like it.
  const uint64_t side = has_colour ? luma_sampling & 15 : 1;  // blocks of luma in a unit
  const uint64_t unit_px = 8 * side;
  const uint64_t units =
      ((width_px + unit_px - 1) / unit_px) * ((height_px + unit_px - 1) / unit_px);
  const uint64_t bits = 2 * units * (has_colour ? side * side + 2 : 1) + 4;
  file.push_back(0xB8);
  Append(file, Bytes(static_cast<size_t>(bits / 8 - 1)));
  if (bits % 8 != 0) file.push_back(static_cast<uint8_t>(0xFF >> bits % 8));
  Append(file, {0xFF, 0xD9});
  return file;
}

}  // namespace glance::test
