// Two rows at once: the vector multiplication adds its products in pairs. Weights are split as in
// horizontal_pass.cc.
#include "preprocess/vertical_pass.h"

#include <cstddef>
#include <cstdint>
#include <span>

#include "preprocess/coefficients.h"

#ifdef __SSE2__
#include "preprocess/sse2.h"
#endif

namespace glance {

void BlendColumns(std::span<const uint8_t* const> rows, std::span<const int32_t> weights,
                  size_t begin, size_t end, uint8_t* target) {
  for (size_t x = begin; x < end; ++x) {
    int32_t sum = kWeightHalf;
    for (size_t t = 0; t < weights.size(); ++t) sum += weights[t] * rows[t][x];
    target[x] = PixelOfSum(sum);
  }
}

#ifdef __SSE2__
namespace {

constexpr size_t kBytesAtOnce = 8;

// The weights of two rows, each split in two.
struct TwoWeights {
  __m128i lower, upper;

  TwoWeights(int32_t a, int32_t b)
      : lower(sse2::Pairs(sse2::LowerPart(a), sse2::LowerPart(b))),
        upper(sse2::Pairs(sse2::UpperPart(a), sse2::UpperPart(b))) {}
};

// Sums of four columns.
struct ColumnSums {
  __m128i lower = _mm_setzero_si128();
  __m128i upper = _mm_setzero_si128();

  void Add(__m128i pixels, const TwoWeights& weights) {
    lower = _mm_add_epi32(lower, _mm_madd_epi16(pixels, weights.lower));
    upper = _mm_add_epi32(upper, _mm_madd_epi16(pixels, weights.upper));
  }
  __m128i Rounded() const { return sse2::Round(sse2::JoinSums(lower, upper)); }
};

void BlendEight(std::span<const uint8_t* const> rows, std::span<const int32_t> weights, size_t x,
                uint8_t* target) {
  ColumnSums left, right;
  const auto add = [&](const TwoWeights& both, __m128i a, __m128i b) {
    const __m128i mixed = _mm_unpacklo_epi8(a, b);
    left.Add(_mm_unpacklo_epi8(mixed, _mm_setzero_si128()), both);
    right.Add(_mm_unpackhi_epi8(mixed, _mm_setzero_si128()), both);
  };
  size_t t = 0;
  for (; t + 2 <= weights.size(); t += 2) {
    add({weights[t], weights[t + 1]}, sse2::LoadEight(rows[t] + x),
        sse2::LoadEight(rows[t + 1] + x));
  }
  if (t < weights.size()) add({weights[t], 0}, sse2::LoadEight(rows[t] + x), _mm_setzero_si128());
  const __m128i pixels = _mm_packs_epi32(left.Rounded(), right.Rounded());
  _mm_storel_epi64(reinterpret_cast<__m128i*>(target + x), _mm_packus_epi16(pixels, pixels));
}

}  // namespace

void BlendRows(std::span<const uint8_t* const> rows, std::span<const int32_t> weights,
               size_t byte_count, uint8_t* target) {
  const size_t whole = byte_count / kBytesAtOnce * kBytesAtOnce;
  for (size_t x = 0; x < whole; x += kBytesAtOnce) BlendEight(rows, weights, x, target);
  BlendColumns(rows, weights, whole, byte_count, target);
}

#else

void BlendRows(std::span<const uint8_t* const> rows, std::span<const int32_t> weights,
               size_t byte_count, uint8_t* target) {
  BlendColumns(rows, weights, 0, byte_count, target);
}

#endif

}  // namespace glance
