// Similar and duplicate pictures among many, from their embeddings and fingerprints, which
// Classifier::Classify gives on request. The pictures themselves are not needed.
//
//   glance::Likeness likeness(classifier.description().embedding_size);
//   for (...) likeness.Add(result->embedding.span(), result->fingerprint.span());
//   auto groups = likeness.Duplicates();
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "glance/buffer.h"
#include "glance/result.h"

namespace glance {

// How the pictures of a group differ from the one to keep, at most.
enum class LikenessKind {
  kSame,     // of the same size; perhaps compressed again
  kResized,  // of another size
  kEdited,   // cropped to four fifths at least, turned, mirrored, or with other brightness or
             // colours
  kSimilar,  // not the same picture: a series of one scene
};

struct LikenessGroup {
  LikenessKind kind = LikenessKind::kSame;
  std::vector<int> pictures;  // two at least, in the order of Add, from 0; ascending
  int keep = 0;               // the one with the most pixels; of several such the sharpest
};

struct Neighbour {
  int picture = 0;       // in the order of Add, from 0
  float similarity = 0;  // the cosine of the angle between the embeddings, -1..1
};

// Keeps 2 bytes a number of each embedding, and about 1 KiB of each fingerprint. Movable; not for
// concurrent use.
class Likeness {
 public:
  explicit Likeness(uint32_t embedding_size) : size_(embedding_size) {}

  // `embedding` has embedding_size finite numbers, `fingerprint` is what Classify gave for the same
  // picture. Embeddings of different networks cannot be compared. Fails with call/bad-argument or
  // memory/exhausted.
  Result<void> Add(std::span<const float> embedding, ByteSpan fingerprint);

  int pictures() const { return static_cast<int>(count_); }

  // The `top_k` pictures with the most similar embeddings, best first; of equal ones the first
  // comes first. Similarities are exact to 0.002. Fails with call/bad-argument or memory/exhausted.
  Result<std::vector<Neighbour>> Similar(std::span<const float> embedding, int top_k) const;

  // Groups of the same picture, and groups of kind kSimilar, each in the order of their first
  // pictures. A picture is in at most one group of the same picture, and in at most one of kind
  // kSimilar, which has all pictures of the groups that it joins. Fails with memory/exhausted.
  Result<std::vector<LikenessGroup>> Duplicates() const;

 private:
  uint32_t size_;
  size_t count_ = 0;
  Buffer<int16_t> embeddings_;    // (capacity, size), of length 32,767
  Buffer<uint8_t> fingerprints_;  // (capacity, bytes of a fingerprint)
};

}  // namespace glance
