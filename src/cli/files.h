// Reading and writing whole files.
#pragma once

#include <cstdint>
#include <string>

#include "base/buffer.h"
#include "base/deadline.h"
#include "base/result.h"

namespace glance::cli {

// The most bytes that are read, and the code of what is said about more.
struct ReadLimit {
  uint64_t bytes;
  const char* error_code;
};

// A regular file larger than `limit` is refused by its size alone; anything else (a pipe,
// /dev/stdin) is read to its end, up to the limit, and waited for until `deadline`. Fails with
// file/unreadable (naming the path and the system's reason), the limit's code, call/timed-out or
// memory/exhausted.
Result<Buffer<uint8_t>> ReadFile(const std::string& path, const ReadLimit& limit,
                                 const Deadline& deadline = Deadline(std::nullopt));

// A picture of at most DecodeLimits::max_file_bytes; more is image/too-large.
Result<Buffer<uint8_t>> ReadPicture(const std::string& path, const Deadline& deadline);

// A weight file; what is larger than the network's budget is model/too-large.
Result<Buffer<uint8_t>> ReadWeights(const std::string& path, int network_budget);

// Writes to a new temporary file in the folder of `path` and renames it: a link is replaced, not
// followed, and a file that was there hands on its owner and permissions. Fails with
// file/unwritable; then nothing is left behind.
Result<void> WriteFile(const std::string& path, ByteSpan bytes);

}  // namespace glance::cli
