// Reading and writing whole files.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/buffer.h"
#include "base/result.h"

namespace glance::cli {

// Fails with file/unreadable (naming the path and the system's reason) or memory/exhausted.
Result<Buffer<uint8_t>> ReadFile(const std::string& path);

// Writes to a temporary file beside `path` and renames it. Fails with file/unwritable.
Result<void> WriteFile(const std::string& path, ByteSpan bytes);

// The non-empty lines of standard input.
std::vector<std::string> ReadPathsFromStdin();

}  // namespace glance::cli
