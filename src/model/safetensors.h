// The safetensors container: header and ranges, validated before anything else reads them. Rules
// and limits are in models/FORMAT.md; the container is specified by the safetensors project.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/buffer.h"
#include "base/result.h"

namespace glance {

struct SafetensorsEntry {
  std::string name;
  std::string type;  // "F32", "I8", ...
  std::vector<uint32_t> shape;
  ByteSpan bytes;  // inside the file
};

struct Safetensors {
  std::vector<SafetensorsEntry> entries;  // ordered by where their bytes stand
  std::string glance;                     // __metadata__.glance; empty when there is none
};

// Reads and checks the container `file`; the entries point into it. Fails with
// model/not-safetensors, model/truncated, model/bad-header, model/bad-offsets, model/too-large or
// memory/exhausted.
Result<Safetensors> ParseSafetensors(ByteSpan file);

inline constexpr uint64_t kMaxHeaderBytes = 100'000'000;
inline constexpr size_t kMaxTensors = 16'384;
inline constexpr size_t kMaxDimensions = 8;

}  // namespace glance
