// Writes the safetensors container: the same tensors give the same bytes.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/buffer.h"
#include "base/result.h"
#include "model/safetensors.h"

namespace glance {

// A file of `entries`, whose metadata has the one entry `key` with `text`. Tensors of elements of
// four bytes come first, each kind in the order given, so that all begin at multiples of their
// elements' sizes. Types are F32, I32, I8. Fails with call/bad-argument when `text` or a name is
// not UTF-8, or memory/exhausted.
Result<Buffer<uint8_t>> WriteSafetensors(const std::vector<SafetensorsEntry>& entries,
                                         std::string_view key, std::string_view text);

}  // namespace glance
