#include "teach/examples.h"

#include <algorithm>
#include <cstring>
#include <numeric>

#include "base/heap_sort.h"

namespace glance {
namespace {

constexpr int kFolds = 5;
constexpr size_t kMostLeftOut = 128;  // rows that are hidden one by one

// FNV-1a of the bytes.
uint64_t HashOf(std::span<const float> row) {
  uint64_t hash = 0xCBF29CE484222325;
  const auto* bytes = reinterpret_cast<const uint8_t*>(row.data());
  for (size_t i = 0; i < row.size_bytes(); ++i) hash = (hash ^ bytes[i]) * 0x100000001B3;
  return hash;
}

bool IsLeaveOneOut(std::span<const int32_t> classes, int class_count) {
  if (classes.size() > kMostLeftOut) return false;
  std::vector<int> counts(static_cast<size_t>(class_count));
  for (const int32_t each : classes) ++counts[static_cast<size_t>(each)];
  return std::ranges::any_of(counts, [](int count) { return count < kFolds; });
}

}  // namespace

Result<Buffer<uint32_t>> CanonicalOrder(std::span<const float> rows, size_t columns,
                                        std::span<const int32_t> classes) {
  const auto row = [&](uint32_t index) { return rows.subspan(index * columns, columns); };
  TRY_ASSIGN(auto order, Buffer<uint32_t>::Create(classes.size()));
  TRY_ASSIGN(auto hashes, Buffer<uint64_t>::Create(classes.size()));
  std::iota(order.data(), order.data() + order.size(), 0U);
  for (uint32_t i = 0; i < classes.size(); ++i) hashes.data()[i] = HashOf(row(i));
  HeapSort(order.span(), [&](uint32_t a, uint32_t b) {
    if (classes[a] != classes[b]) return classes[a] < classes[b];
    if (hashes.data()[a] != hashes.data()[b]) return hashes.data()[a] < hashes.data()[b];
    return std::memcmp(row(a).data(), row(b).data(), columns * sizeof(float)) < 0;
  });
  return order;
}

// Each cycle of the order: its first row is kept aside, and each place gets the row that belongs to
// it until that is the first one.
Result<void> PutInOrder(std::span<float> rows, size_t columns, std::span<const uint32_t> order) {
  const auto row = [&](size_t index) { return rows.subspan(index * columns, columns); };
  TRY_ASSIGN(auto first, Buffer<float>::Create(columns));
  TRY_ASSIGN(auto is_done, Buffer<uint8_t>::Create(order.size()));
  for (size_t begin = 0; begin < order.size(); ++begin) {
    if (is_done.data()[begin] != 0) continue;
    std::ranges::copy(row(begin), first.data());
    size_t place = begin;
    for (; order[place] != begin; place = order[place]) {
      std::ranges::copy(row(order[place]), row(place).begin());
      is_done.data()[place] = 1;
    }
    std::ranges::copy(first.span(), row(place).begin());
    is_done.data()[place] = 1;
  }
  return {};
}

Result<Folds> MakeFolds(std::span<const float> rows, size_t columns,
                        std::span<const int32_t> classes, int class_count) {
  Folds folds;
  TRY_ASSIGN(folds.fold_of, Buffer<int32_t>::Create(classes.size()));
  const bool one_by_one = IsLeaveOneOut(classes, class_count);
  // One counter for all classes: what is left over of each goes on where the last one ended.
  int next = -1;
  for (size_t i = 0; i < classes.size(); ++i) {
    const bool is_again =
        i > 0 && classes[i] == classes[i - 1] &&
        std::memcmp(&rows[i * columns], &rows[(i - 1) * columns], columns * sizeof(float)) == 0;
    if (!is_again) ++next;
    folds.fold_of.data()[i] = one_by_one ? next : next % kFolds;
  }
  folds.count = one_by_one ? next + 1 : std::min(next + 1, kFolds);
  return folds;
}

}  // namespace glance
