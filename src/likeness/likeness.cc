#include "glance/likeness.h"

#include <algorithm>
#include <cmath>

#include "base/error_codes.h"
#include "base/result.h"
#include "likeness/duplicates.h"
#include "likeness/fingerprint.h"
#include "likeness/nearest.h"

namespace glance {
namespace {

Result<void> CheckEmbedding(std::span<const float> embedding, uint32_t size) {
  if (size == 0 || embedding.size() != size) {
    return Fail(error_code::kCallBadArgument,
                {"an embedding of ", embedding.size(), " numbers; want ", size});
  }
  if (!std::ranges::all_of(embedding, [](float value) { return std::isfinite(value); })) {
    return Fail(error_code::kCallBadArgument, "an embedding holds NaN or infinity");
  }
  return {};
}

// `buffer` with `used` of its values and room for `more`.
template <typename T>
Result<void> Grow(Buffer<T>& buffer, size_t used, size_t more) {
  if (used + more <= buffer.size()) return {};
  constexpr size_t kFirst = 64;
  TRY_ASSIGN(auto grown, Buffer<T>::Create(std::max(kFirst * more, 2 * buffer.size())));
  std::ranges::copy(buffer.span().first(used), grown.data());
  buffer = std::move(grown);
  return {};
}

}  // namespace

Result<void> Likeness::Add(std::span<const float> embedding, ByteSpan fingerprint) {
  TRY(CheckEmbedding(embedding, size_));
  TRY(CheckFingerprint(fingerprint));
  TRY(Grow(embeddings_, count_ * size_, size_));
  TRY(Grow(fingerprints_, count_ * kFingerprintBytes, kFingerprintBytes));
  Quantize(embedding, embeddings_.span().subspan(count_ * size_, size_));
  std::ranges::copy(fingerprint, fingerprints_.data() + count_ * kFingerprintBytes);
  ++count_;
  return {};
}

Result<std::vector<Neighbour>> Likeness::Similar(std::span<const float> embedding,
                                                 int top_k) const {
  TRY(CheckEmbedding(embedding, size_));
  if (top_k < 1) {
    return Fail(error_code::kCallBadArgument, {"top_k is ", top_k, "; want at least 1"});
  }
  TRY_ASSIGN(auto wanted, Buffer<int16_t>::Create(size_));
  Quantize(embedding, wanted.span());
  const Rows rows{embeddings_.span().first(count_ * size_), size_};
  TRY_ASSIGN(auto all, Buffer<Neighbour>::Create(count_));
  for (size_t i = 0; i < count_; ++i) {
    all.data()[i] = {static_cast<int>(i), CosineOf(rows[i], wanted.span())};
  }
  const auto count = std::min(count_, static_cast<size_t>(top_k));
  const auto best = all.span().first(count);
  std::ranges::partial_sort(all.span(), best.end(), [](const Neighbour& a, const Neighbour& b) {
    return a.similarity != b.similarity ? a.similarity > b.similarity : a.picture < b.picture;
  });
  return std::vector<Neighbour>(best.begin(), best.end());
}

Result<std::vector<LikenessGroup>> Likeness::Duplicates() const {
  return FindDuplicates({{embeddings_.span().first(count_ * size_), size_},
                         fingerprints_.span().first(count_ * kFingerprintBytes)});
}

}  // namespace glance
