// Duplicates and similar pictures, in the module of glance_teach.cc and called as that is.
#include <emscripten/bind.h>
#include <emscripten/val.h>

#include <span>
#include <utility>

#include "base/error_codes.h"
#include "base/result.h"
#include "bindings/values.h"
#include "glance/likeness.h"
#include "likeness/kind_name.h"

namespace {

using emscripten::val;
using glance::Buffer;
using glance::Failure;
using glance::Likeness;
using glance::Result;
using glance::Set;
using glance::TakeBlock;

// Embeddings, (count, size), and as many fingerprints.
struct Pictures {
  Buffer<uint8_t> embeddings, fingerprints;
  uint32_t count;

  size_t size() const { return count == 0 ? 0 : glance::Floats(embeddings).size() / count; }
  std::span<const float> embedding(size_t picture) const {
    return glance::Floats(embeddings).subspan(picture * size(), size());
  }
  glance::ByteSpan fingerprint(size_t picture) const {
    const size_t bytes = fingerprints.size() / count;
    return fingerprints.span().subspan(picture * bytes, bytes);
  }
};

// Of the pictures from `first` on.
Result<Likeness> LikenessOf(const Pictures& pictures, size_t first) {
  Likeness likeness(static_cast<uint32_t>(pictures.size()));
  for (size_t i = first; i < pictures.count; ++i) {
    TRY(likeness.Add(pictures.embedding(i), pictures.fingerprint(i)));
  }
  return likeness;
}

val ObjectOf(const glance::LikenessGroup& group) {
  val pictures = val::array();
  for (const int picture : group.pictures) glance::Push(pictures, picture);
  val object = val::object();
  Set(object, "kind", glance::NameOf(group.kind));
  Set(object, "pictures", pictures);
  Set(object, "keep", group.keep);
  return object;
}

// Returns { ok, groups: [{ kind, pictures, keep }] }.
val FindDuplicates(uintptr_t address, uint32_t byte_count, uintptr_t fingerprints_address,
                   uint32_t fingerprints_byte_count, uint32_t count) {
  const Pictures pictures{TakeBlock(address, byte_count),
                          TakeBlock(fingerprints_address, fingerprints_byte_count), count};
  const auto likeness = LikenessOf(pictures, 0);
  if (!likeness) return Failure(likeness.error());
  const auto groups = likeness->Duplicates();
  if (!groups) return Failure(groups.error());
  val list = val::array();
  for (const auto& group : *groups) glance::Push(list, ObjectOf(group));
  val object = val::object();
  Set(object, "ok", val(true));
  Set(object, "groups", list);
  return object;
}

// What is most similar to the first picture. Returns { ok, neighbours: [{ picture, similarity }] },
// which name the others by their places, from 0.
val FindSimilar(uintptr_t address, uint32_t byte_count, uintptr_t fingerprints_address,
                uint32_t fingerprints_byte_count, uint32_t count, int top_k) {
  const Pictures pictures{TakeBlock(address, byte_count),
                          TakeBlock(fingerprints_address, fingerprints_byte_count), count};
  const auto likeness = LikenessOf(pictures, 1);
  if (!likeness) return Failure(likeness.error());
  const auto neighbours = likeness->Similar(pictures.embedding(0), top_k);
  if (!neighbours) return Failure(neighbours.error());
  val list = val::array();
  for (const auto& [picture, similarity] : *neighbours) {
    val neighbour = val::object();
    Set(neighbour, "picture", picture);
    Set(neighbour, "similarity", static_cast<double>(similarity));
    glance::Push(list, neighbour);
  }
  val object = val::object();
  Set(object, "ok", val(true));
  Set(object, "neighbours", list);
  return object;
}

}  // namespace

EMSCRIPTEN_BINDINGS(glance_likeness) {
  emscripten::function("findDuplicates", &FindDuplicates);
  emscripten::function("findSimilar", &FindSimilar);
}
