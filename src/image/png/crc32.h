// The checksum of PNG chunks: CRC-32 of ISO 3309 (reversed polynomial EDB88320).
#pragma once

#include <cstdint>

#include "base/buffer.h"

namespace glance {

// The checksum of all of `bytes`; "123456789" gives CBF43926.
uint32_t Crc32(ByteSpan bytes);

}  // namespace glance
