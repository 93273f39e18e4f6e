// Keywords in a sidecar: the XMP file (ISO 16684-1) that lies beside a picture and that photograph
// managers read. Adding keywords keeps every other byte of the file as it is.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/buffer.h"
#include "base/result.h"

namespace glance::xmp {

inline constexpr uint64_t kMaxSidecarBytes = 16 << 20;  // of a file that is read or written
inline constexpr int kMaxDepth = 100;                   // of elements
inline constexpr int kMaxAttributes = 10'000;           // of one element

// What KeywordsOf makes: characters that XML allows, in UTF-8.
struct Keywords {
  std::vector<std::string> subjects;     // dc:subject: "animal", "dog", "beagle"
  std::vector<std::string> hierarchies;  // lr:hierarchicalSubject: "animal|dog|beagle"
};

// Of a path from the most general name to the most special one. Names are cut after 1,000 bytes,
// lose blanks around them, and have U+FFFD for what XML does not allow; empty ones are left out. In
// the hierarchy they have '/' for '|'; no subject stands twice.
Keywords KeywordsOf(const std::vector<std::string>& path);

// A sidecar with these keywords and nothing else, in UTF-8. Fails with memory/exhausted.
Result<Buffer<uint8_t>> NewSidecar(const Keywords& keywords);

// The sidecar with those keywords that it lacks added at the end of its lists, in its own encoding;
// nothing when it has them all. Fails with sidecar/not-xmp, sidecar/too-large, sidecar/unsupported
// or memory/exhausted.
Result<std::optional<Buffer<uint8_t>>> WithKeywords(ByteSpan sidecar, const Keywords& keywords);

}  // namespace glance::xmp
