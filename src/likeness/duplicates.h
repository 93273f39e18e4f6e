// Groups of pictures that are the same or similar.
#pragma once

#include <span>
#include <vector>

#include "base/result.h"
#include "glance/likeness.h"
#include "likeness/nearest.h"

namespace glance {

// Embeddings and fingerprints of the same pictures, (count) of each.
struct LikenessInput {
  Rows embeddings;
  ByteSpan fingerprints;  // (count, kFingerprintBytes), each passed CheckFingerprint
};

// As Likeness::Duplicates.
Result<std::vector<LikenessGroup>> FindDuplicates(const LikenessInput& input);

}  // namespace glance
