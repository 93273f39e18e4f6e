// Containers of zeros with a given header, for tests of its entries.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "model/safetensors.h"
#include "support/model_file.h"

namespace glance::test {

// A container with these entries in its header, and `data_bytes` zeros behind it.
inline Result<Safetensors> ParseEntries(const std::string& entries, size_t data_bytes) {
  static std::vector<uint8_t> file;  // outlives the views of the result
  file = ContainerBytes("{" + entries + "}", std::vector<uint8_t>(data_bytes));
  return ParseSafetensors(file);
}

// The entry "a" of this shape, on four bytes.
inline Result<Safetensors> ParseShape(const std::string& shape, uint64_t byte_count = 4) {
  return ParseEntries(EntryJson("a", "F32", shape, 0, byte_count), 4);
}

}  // namespace glance::test
