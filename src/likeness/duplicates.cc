// Two pictures are the same when one thumbnail can be laid over the other. Which pairs are tried:
// those with near hashes in any form, which finds other sizes, compression and quarter turns, and
// those with near embeddings, which finds crops, small turns and mirrored pictures. What has near
// embeddings but does not fit is a series of one scene.
#include "likeness/duplicates.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <numeric>
#include <optional>
#include <utility>

#include "base/heap_sort.h"
#include "likeness/alignment.h"
#include "likeness/crop_match.h"
#include "likeness/fingerprint.h"
#include "likeness/perceptual_hash.h"

namespace glance {
namespace {

// Of 680 photographs, the copies cropped to four fifths had cosines of 0.73 at least.
constexpr float kLeastTried = 0.7f;
constexpr float kLeastSimilar = 0.93f;
// Of each picture so many neighbours are tried: a collection of one subject has too many.
constexpr size_t kMostNeighbours = 16;
// As many pairs of near hashes may fail; then there are too many pictures that look alike.
constexpr int kMostFailures = 64;

// Disjoint sets of pictures. A set's name is one of its pictures.
class Sets {
 public:
  static Result<Sets> Create(size_t count) {
    Sets sets;
    TRY_ASSIGN(sets.parents_, Buffer<int32_t>::Create(count));
    std::iota(sets.parents_.data(), sets.parents_.data() + count, 0);
    return sets;
  }
  static Result<Sets> CopyOf(const Sets& other) {
    Sets sets;
    TRY_ASSIGN(sets.parents_, Buffer<int32_t>::CopyOf(other.parents_.span()));
    return sets;
  }

  int Find(int picture) {
    auto* parents = parents_.data();
    while (parents[picture] != picture) {
      parents[picture] = parents[parents[picture]];
      picture = parents[picture];
    }
    return picture;
  }
  // The smaller name stays.
  void Join(int a, int b) {
    const auto [low, high] = std::minmax({Find(a), Find(b)});
    parents_.data()[high] = low;
  }
  bool AreJoined(int a, int b) { return Find(a) == Find(b); }

 private:
  Buffer<int32_t> parents_;
};

// The neighbours of each picture with the largest cosines.
class Neighbours {
 public:
  static Result<Neighbours> Create(size_t count) {
    Neighbours neighbours;
    TRY_ASSIGN(neighbours.counts_, Buffer<int32_t>::Create(count));
    TRY_ASSIGN(neighbours.best_, Buffer<NearPair>::Create(count * kMostNeighbours));
    return neighbours;
  }

  void Add(const NearPair& pair) {
    AddTo(pair.first, pair);
    AddTo(pair.second, pair);
  }

  // Every pair that is among the best of one of its pictures, those with the largest cosines first.
  Result<Buffer<NearPair>> Sorted() const {
    size_t total = 0;
    for (const int32_t count : counts_.span()) total += static_cast<size_t>(count);
    TRY_ASSIGN(auto pairs, Buffer<NearPair>::Create(total));
    size_t next = 0;
    for (size_t i = 0; i < counts_.size(); ++i) {
      const NearPair* best = best_.data() + i * kMostNeighbours;
      for (int32_t k = 0; k < counts_.data()[i]; ++k) pairs.data()[next++] = best[k];
    }
    const auto all = pairs.span();
    HeapSort(all, IsBefore);
    const auto end = std::unique(all.begin(), all.end(), [](const auto& a, const auto& b) {
      return a.first == b.first && a.second == b.second;
    });
    return std::move(pairs).First(static_cast<size_t>(end - all.begin()));
  }

 private:
  static bool IsBefore(const NearPair& a, const NearPair& b) {
    if (a.cosine != b.cosine) return a.cosine > b.cosine;
    return std::pair(a.first, a.second) < std::pair(b.first, b.second);
  }

  // The best are kept as a heap with the worst of them on top.
  void AddTo(int picture, const NearPair& pair) {
    NearPair* best = best_.data() + static_cast<size_t>(picture) * kMostNeighbours;
    int32_t& count = counts_.data()[picture];
    if (std::cmp_equal(count, kMostNeighbours)) {
      if (!IsBefore(pair, best[0])) return;
      std::pop_heap(best, best + count, IsBefore);
      --count;
    }
    best[count++] = pair;
    std::push_heap(best, best + count, IsBefore);
  }

  Buffer<int32_t> counts_;  // (count)
  Buffer<NearPair> best_;   // (count, kMostNeighbours)
};

// Thumbnails that differ by about a grey level are the same, also when they show nothing that could
// be laid over each other.
bool AreEqual(Thumbnail a, Thumbnail b, int form) {
  int sum = 0;
  for (size_t y = 0; y < kThumbnailSide; ++y) {
    for (size_t x = 0; x < kThumbnailSide; ++x) {
      const int difference = a[y * kThumbnailSide + x] - b[PixelOfForm(form, kThumbnailSide, x, y)];
      if (std::abs(difference) > 12) return false;
      sum += std::abs(difference);
    }
  }
  return sum <= static_cast<int>(kThumbnailSide * kThumbnailSide);
}

bool HaveEqualColors(const Fingerprint& a, const Fingerprint& b) {
  constexpr int kMost = 4;
  for (size_t c = 0; c < a.mean_color.size(); ++c) {
    if (std::abs(a.mean_color[c] - b.mean_color[c]) > kMost) return false;
  }
  return true;
}

// Whether one is the other enlarged: as wide in relation to its height, to a pixel.
bool HaveEqualShapes(const Fingerprint& a, const Fingerprint& b) {
  const auto aw = static_cast<double>(a.width_px), ah = static_cast<double>(a.height_px);
  const auto bw = static_cast<double>(b.width_px), bh = static_cast<double>(b.height_px);
  return std::abs(aw * bh - bw * ah) <= std::max(std::max(aw, ah), std::max(bw, bh));
}

// How they differ, when `second` turned to `form` is the same picture as `first`.
std::optional<LikenessKind> KindOf(const Fingerprint& first, const Fingerprint& second, int form,
                                   const AlignmentMap& start = kUnmoved) {
  const bool are_equal = AreEqual(first.thumbnail, second.thumbnail, form);
  bool is_unmoved = true, is_bright = false;
  if (!are_equal) {
    const Alignment at = Align(first.thumbnail, second.thumbnail, form, start);
    if (!IsSamePicture(at)) return std::nullopt;
    constexpr float kMiddle = 128, kMostChange = 6, kMostGain = 0.06f;
    is_unmoved = IsUnmoved(at);
    is_bright = std::abs(at.gain * kMiddle + at.offset - kMiddle) > kMostChange ||
                std::abs(at.gain - 1) > kMostGain;
  } else if (!HaveEqualColors(first, second)) {
    // Grey levels without a shape can be those of anything.
    const Hashes hashes = HashesOf(first.thumbnail);
    if (hashes[0] == 0) return std::nullopt;
  }
  if (form != 0 || !is_unmoved || is_bright || !HaveEqualColors(first, second) ||
      !HaveEqualShapes(first, second)) {
    return LikenessKind::kEdited;
  }
  const bool is_of_size = first.width_px == second.width_px && first.height_px == second.height_px;
  return is_of_size ? LikenessKind::kSame : LikenessKind::kResized;
}

class Grouping {
 public:
  explicit Grouping(const LikenessInput& input) : input_(input), count_(input.embeddings.count()) {}

  Result<std::vector<LikenessGroup>> Run() {
    TRY_ASSIGN(same_, Sets::Create(count_));
    TRY(JoinNearHashes());
    TRY_ASSIGN(const auto pairs, NearPairs());
    TRY(MakeCrops());
    for (const NearPair& pair : pairs.span()) TryForms(pair);
    TRY_ASSIGN(similar_, Sets::CopyOf(same_));
    TRY_ASSIGN(has_similar_, Buffer<uint8_t>::Create(count_));
    for (const NearPair& pair : pairs.span()) {
      if (pair.cosine < kLeastSimilar || same_.AreJoined(pair.first, pair.second)) continue;
      similar_.Join(pair.first, pair.second);
      for (const int each : {pair.first, pair.second}) has_similar_.data()[each] = 1;
    }
    return Groups();
  }

 private:
  Fingerprint Of(int picture) const {
    const size_t begin = static_cast<size_t>(picture) * kFingerprintBytes;
    return ReadFingerprint(input_.fingerprints.subspan(begin).first<kFingerprintBytes>());
  }

  Result<void> JoinNearHashes() {
    TRY_ASSIGN(hashes_, Buffer<Hashes>::Create(count_));
    for (size_t i = 0; i < count_; ++i) {
      hashes_.data()[i] = HashesOf(Of(static_cast<int>(i)).thumbnail);
    }
    TRY_ASSIGN(auto failures, Buffer<int32_t>::Create(count_));
    return ForEachNear(hashes_.span(), [&](const NearHashes& near) {
      int& failed = failures.data()[near.second];
      if (failed >= kMostFailures || same_.AreJoined(near.first, near.second)) return;
      if (KindOf(Of(near.first), Of(near.second), near.form)) {
        same_.Join(near.first, near.second);
      } else {
        ++failed;
      }
    });
  }

  Result<Buffer<NearPair>> NearPairs() const {
    TRY_ASSIGN(auto neighbours, Neighbours::Create(count_));
    TRY(ForEachPairAbove(input_.embeddings, kLeastTried,
                         [&](const NearPair& pair) { neighbours.Add(pair); }));
    return neighbours.Sorted();
  }

  Result<void> MakeCrops() {
    TRY_ASSIGN(crops_, Buffer<Crops>::Create(count_));
    for (size_t i = 0; i < count_; ++i) {
      crops_.data()[i] = CropsOf(Of(static_cast<int>(i)).thumbnail);
    }
    return {};
  }

  void TryForms(const NearPair& pair) {
    if (same_.AreJoined(pair.first, pair.second)) return;
    const Crops& first = crops_.data()[pair.first];
    const Crops& second = crops_.data()[pair.second];
    if (Fits(pair, 0, MatchCrops(first, second)) ||
        Fits(pair, kSwapsLeftAndRight, MatchCrops(first, Mirrored(second)))) {
      same_.Join(pair.first, pair.second);
    }
  }

  bool Fits(const NearPair& pair, int form, const CropMatch& match) const {
    return match.correlation >= kLeastCropCorrelation &&
           KindOf(Of(pair.first), Of(pair.second), form, match.map).has_value();
  }

  // The loosest of how the others differ from `keep`; what differs from another one only is edited.
  LikenessKind KindOfGroup(const std::vector<int>& pictures, int keep) const {
    LikenessKind kind = LikenessKind::kSame;
    for (const int picture : pictures) {
      if (picture == keep) continue;
      const auto each = KindOf(Of(keep), Of(picture), 0);
      kind = std::max(kind, each.value_or(LikenessKind::kEdited));
      if (kind == LikenessKind::kEdited) break;
    }
    return kind;
  }

  int Best(const std::vector<int>& pictures) const {
    return *std::ranges::max_element(pictures, [&](int a, int b) {
      const Fingerprint first = Of(a), second = Of(b);
      return std::pair(first.pixels(), first.sharpness) <
             std::pair(second.pixels(), second.sharpness);
    });
  }

  // The pictures of each set of two at least that `is_wanted`, by its name.
  template <typename IsWanted>
  static std::vector<std::vector<int>> Members(Sets& sets, size_t count, IsWanted is_wanted) {
    std::vector<std::vector<int>> members(count);
    for (int i = 0; i < static_cast<int>(count); ++i) {
      members[static_cast<size_t>(sets.Find(i))].push_back(i);
    }
    std::erase_if(members, [&](const auto& each) { return each.size() < 2 || !is_wanted(each); });
    return members;
  }

  Result<std::vector<LikenessGroup>> Groups() {
    std::vector<LikenessGroup> groups;
    for (auto& each : Members(same_, count_, [](const auto&) { return true; })) {
      const int keep = Best(each);
      groups.push_back({KindOfGroup(each, keep), std::move(each), keep});
    }
    const auto is_series = [&](const std::vector<int>& pictures) {
      return std::ranges::any_of(pictures, [&](int i) { return has_similar_.data()[i] != 0; });
    };
    for (auto& each : Members(similar_, count_, is_series)) {
      const int keep = Best(each);
      groups.push_back({LikenessKind::kSimilar, std::move(each), keep});
    }
    return groups;
  }

  const LikenessInput& input_;
  size_t count_;
  Buffer<Hashes> hashes_;  // (count)
  Buffer<Crops> crops_;    // (count)
  Sets same_, similar_;
  Buffer<uint8_t> has_similar_;  // (count), 1: it is in a pair of a series
};

}  // namespace

Result<std::vector<LikenessGroup>> FindDuplicates(const LikenessInput& input) {
  return Grouping(input).Run();
}

}  // namespace glance
