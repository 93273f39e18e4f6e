// Bytes of a JPEG or PNG file -> an RGB8 picture. Everything that a hostile file could ask
// for is checked against DecodeLimits before the decoder (stb_image) sees the file.
#pragma once

#include <string>

#include "base/buffer.h"
#include "base/result.h"
#include "image/image.h"
#include "image/limits.h"

namespace glance {

struct DecodedPicture {
  Image image;
  int exif_orientation = 1;    // 1..8 as found in the file; 1 when absent or out of range
  bool alpha_dropped = false;  // the file had transparency, which was ignored (as Pillow's
                               // convert("RGB") does)
  std::string damage;          // what is wrong with the file, as a part of a sentence ("the lower
                               // 30 % is missing"); empty when nothing is
};

// `image` is upright: the EXIF orientation has been applied. Fails with image/* (see
// base/error_codes.h) or memory/exhausted. `bytes` is the whole file.
Result<DecodedPicture> DecodePicture(ByteSpan bytes, const DecodeLimits& limits = {});

// The same with `image` as it is stored, which spares the second copy that turning takes.
Result<DecodedPicture> DecodeAsStored(ByteSpan bytes, const DecodeLimits& limits = {});

}  // namespace glance
