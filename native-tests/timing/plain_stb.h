// The yardstick of time_pictures: stb_image alone.
#pragma once

#include <cstdint>
#include <span>

namespace glance::timing {

// Decodes a JPEG or PNG file to RGB8 and throws the pixels away. False when stb_image refuses it.
bool DecodePlainly(std::span<const uint8_t> file);

}  // namespace glance::timing
