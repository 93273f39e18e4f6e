// Every two rows are compared by the columns that hold the most of all rows' length, the others
// only if they could still reach the limit: by Cauchy and Schwarz, what they add is at most the
// product of what is left of the two lengths. Of 680 photographs a third of the work remains.
#include "likeness/nearest.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <utility>

#include "base/heap_sort.h"

namespace glance {
namespace {

constexpr float kSquaredLength = kLength * kLength;

// A tile of products: kTileRows rows times kTileColumns rows.
constexpr size_t kTileRows = 2, kTileColumns = 4;
using Tile = std::array<std::array<int32_t, kTileColumns>, kTileRows>;

struct TileInput {
  const int16_t* rows;     // (kTileRows, columns)
  const int16_t* columns;  // (kTileColumns, columns)
  size_t length;
};

#if defined(__GNUC__) && defined(__x86_64__)
#define GLANCE_ALWAYS_INLINE inline __attribute__((always_inline))
#define GLANCE_AVX2 __attribute__((target("avx2")))
#else
#define GLANCE_ALWAYS_INLINE inline
#endif

// The compiler makes vectors of the loops, of eight products or, with AVX2, of sixteen.
GLANCE_ALWAYS_INLINE int32_t DotOf(const int16_t* a, const int16_t* b, size_t length) {
  int32_t sum = 0;
  for (size_t i = 0; i < length; ++i) sum += int32_t{a[i]} * b[i];
  return sum;
}

GLANCE_ALWAYS_INLINE Tile MultiplyTile(const TileInput& input) {
  Tile tile{};
  const int16_t* a = input.rows;
  const int16_t* b = input.columns;
  const size_t n = input.length;
  int32_t a0b0 = 0, a0b1 = 0, a0b2 = 0, a0b3 = 0, a1b0 = 0, a1b1 = 0, a1b2 = 0, a1b3 = 0;
  for (size_t i = 0; i < n; ++i) {
    const int32_t a0 = a[i], a1 = a[n + i];
    const int32_t b0 = b[i], b1 = b[n + i], b2 = b[2 * n + i], b3 = b[3 * n + i];
    a0b0 += a0 * b0;
    a0b1 += a0 * b1;
    a0b2 += a0 * b2;
    a0b3 += a0 * b3;
    a1b0 += a1 * b0;
    a1b1 += a1 * b1;
    a1b2 += a1 * b2;
    a1b3 += a1 * b3;
  }
  tile[0] = {a0b0, a0b1, a0b2, a0b3};
  tile[1] = {a1b0, a1b1, a1b2, a1b3};
  return tile;
}

struct Products {
  Tile (*tile)(const TileInput& input);
  int32_t (*dot)(const int16_t* a, const int16_t* b, size_t length);
};
Tile MultiplyPlain(const TileInput& input) { return MultiplyTile(input); }
int32_t DotPlain(const int16_t* a, const int16_t* b, size_t length) { return DotOf(a, b, length); }
constexpr Products kPlain = {MultiplyPlain, DotPlain};

#ifdef GLANCE_AVX2
GLANCE_AVX2 Tile MultiplyAvx2(const TileInput& input) { return MultiplyTile(input); }
GLANCE_AVX2 int32_t DotAvx2(const int16_t* a, const int16_t* b, size_t length) {
  return DotOf(a, b, length);
}
constexpr Products kAvx2 = {MultiplyAvx2, DotAvx2};
const Products& FastestProducts() { return __builtin_cpu_supports("avx2") ? kAvx2 : kPlain; }
#else
const Products& FastestProducts() { return kPlain; }
#endif

float SquaresOf(std::span<const int16_t> row) {
  return static_cast<float>(DotPlain(row.data(), row.data(), row.size()));
}

// Rows with their columns in the order of what they hold, split in two.
struct SplitRows {
  size_t count = 0;       // without the rows of zeros that fill the last tile
  size_t head = 0;        // columns of `heads`
  size_t tail = 0;        // of `tails`
  Buffer<int16_t> heads;  // (count rounded up to tiles, head)
  Buffer<int16_t> tails;  // (count, tail)
  Buffer<float> left;     // (count), the length of each row's tail
};

// Columns, those with the most squares first.
Result<Buffer<int32_t>> ColumnsByWeight(const Rows& rows, Buffer<float>& weights) {
  TRY_ASSIGN(weights, Buffer<float>::Create(rows.columns));
  for (size_t i = 0; i < rows.count(); ++i) {
    const auto row = rows[i];
    for (size_t c = 0; c < rows.columns; ++c) {
      const auto value = static_cast<float>(row[c]);
      weights.data()[c] += value * value;
    }
  }
  TRY_ASSIGN(auto order, Buffer<int32_t>::Create(rows.columns));
  std::iota(order.data(), order.data() + rows.columns, 0);
  HeapSort(order.span(), [&](int32_t a, int32_t b) {
    return std::pair(-weights.data()[a], a) < std::pair(-weights.data()[b], b);
  });
  return order;
}

// The first columns that leave so little that few pairs can still reach `least`; a multiple of 32.
size_t HeadOf(std::span<const int32_t> order, std::span<const float> weights, float least) {
  constexpr size_t kStep = 32;
  double left = 0;
  for (const float weight : weights) left += weight;
  const double enough = left * least * 0.35;
  size_t head = 0;
  while (head < order.size() && (left > enough || head % kStep != 0)) {
    left -= weights[static_cast<size_t>(order[head++])];
  }
  return head;
}

Result<SplitRows> Split(const Rows& rows, float least) {
  Buffer<float> weights;
  TRY_ASSIGN(const auto order, ColumnsByWeight(rows, weights));
  SplitRows split;
  split.count = rows.count();
  split.head = HeadOf(order.span(), weights.span(), least);
  split.tail = rows.columns - split.head;
  const size_t padded = (split.count + kTileColumns - 1) / kTileColumns * kTileColumns;
  TRY_ASSIGN(split.heads, Buffer<int16_t>::Create(padded * split.head));
  TRY_ASSIGN(split.tails, Buffer<int16_t>::Create(split.count * split.tail));
  TRY_ASSIGN(split.left, Buffer<float>::Create(split.count));
  for (size_t i = 0; i < split.count; ++i) {
    const auto row = rows[i];
    int16_t* head = split.heads.data() + i * split.head;
    int16_t* tail = split.tails.data() + i * split.tail;
    for (size_t c = 0; c < rows.columns; ++c) {
      int16_t& target = c < split.head ? head[c] : tail[c - split.head];
      target = row[static_cast<size_t>(order.data()[c])];
    }
    split.left.data()[i] = std::sqrt(SquaresOf({tail, split.tail}));
  }
  return split;
}

// The rows' products with those of another range are made block by block, so that a block stays in
// the processor's cache.
class PairSearch {
 public:
  PairSearch(const SplitRows& rows, float least, const std::function<void(const NearPair&)>& visit)
      : rows_(rows), least_(least * kSquaredLength), visit_(visit) {}

  void Run() {
    constexpr size_t kBlock = 128;
    static_assert(kBlock % kTileColumns == 0 && kTileColumns % kTileRows == 0);
    for (size_t i = 0; i < rows_.count; i += kBlock) {
      for (size_t j = i; j < rows_.count; j += kBlock) {
        Search({i, std::min(i + kBlock, rows_.count)}, {j, std::min(j + kBlock, rows_.count)});
      }
    }
  }

 private:
  struct Range {
    size_t begin, end;
  };

  void Search(Range first, Range second) {
    for (size_t i = first.begin; i < first.end; i += kTileRows) {
      // The tile that holds the first pair i < j.
      const size_t begin = std::max(second.begin, (i + 1) / kTileColumns * kTileColumns);
      for (size_t j = begin; j < second.end; j += kTileColumns) {
        const Tile tile = products_.tile(
            {rows_.heads.data() + i * rows_.head, rows_.heads.data() + j * rows_.head, rows_.head});
        for (size_t r = 0; r < kTileRows; ++r) {
          for (size_t c = 0; c < kTileColumns; ++c) Finish(i + r, j + c, tile[r][c]);
        }
      }
    }
  }

  void Finish(size_t i, size_t j, int32_t head) {
    if (i >= j || j >= rows_.count) return;
    const float most = static_cast<float>(head) + rows_.left.data()[i] * rows_.left.data()[j];
    constexpr float kRounding = 1.0001f;
    if (most * kRounding < least_) return;
    const size_t length = rows_.tail;
    const int32_t tail =
        products_.dot(rows_.tails.data() + i * length, rows_.tails.data() + j * length, length);
    const float product = static_cast<float>(head) + static_cast<float>(tail);
    if (product < least_) return;
    visit_({static_cast<int>(i), static_cast<int>(j), std::min(1.0f, product / kSquaredLength)});
  }

  const SplitRows& rows_;
  float least_;
  const std::function<void(const NearPair&)>& visit_;
  const Products& products_ = FastestProducts();
};

}  // namespace

void Quantize(std::span<const float> embedding, std::span<int16_t> target) {
  double squares = 0;
  for (const float value : embedding) squares += double{value} * value;
  const double scale = squares > 0 ? double{kLength} / std::sqrt(squares) : 0;
  for (size_t i = 0; i < embedding.size(); ++i) {
    target[i] = static_cast<int16_t>(std::lround(embedding[i] * scale));
  }
}

float CosineOf(std::span<const int16_t> a, std::span<const int16_t> b) {
  return std::clamp(static_cast<float>(DotPlain(a.data(), b.data(), a.size())) / kSquaredLength,
                    -1.0f, 1.0f);
}

Result<void> ForEachPairAbove(const Rows& rows, float least,
                              const std::function<void(const NearPair&)>& visit) {
  TRY_ASSIGN(const SplitRows split, Split(rows, least));
  PairSearch(split, least, visit).Run();
  return {};
}

}  // namespace glance
