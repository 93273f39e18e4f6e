// ITU-R BT.601 with 12 fractional bits, as stb_image counts: the blue part of green is cut to 4 of
// them before it is added.
#include "image/ycbcr_to_rgb.h"

#include <algorithm>
#include <cstddef>

#ifdef __SSE2__
#include "image/sse2.h"
#endif

namespace glance {
namespace {

constexpr int kBits = 12;
constexpr int16_t kOne = 1 << kBits;
constexpr int16_t kRedToRed = 5743;      // 1.402
constexpr int16_t kRedToGreen = -2925;   // -0.71414
constexpr int16_t kBlueToGreen = -1410;  // -0.34414
constexpr int16_t kBlueToBlue = 7258;    // 1.772
constexpr int kBlueToGreenMask = ~0xFF;

uint8_t Clip(int sum) { return static_cast<uint8_t>(std::clamp(sum >> kBits, 0, 255)); }

void ConvertPixel(uint8_t* rgb, int luma, int blue, int red) {
  const int y = luma * kOne + kOne / 2;
  rgb[0] = Clip(y + red * kRedToRed);
  rgb[1] = Clip(y + red * kRedToGreen + ((blue * kBlueToGreen) & kBlueToGreenMask));
  rgb[2] = Clip(y + blue * kBlueToBlue);
}

#ifdef __SSE2__

constexpr int kPixelsAtOnce = 8;

__m128i LoadWide(const uint8_t* bytes) {
  return _mm_unpacklo_epi8(sse2::LoadEight(bytes), _mm_setzero_si128());
}

// Sums of four pixels, with 12 fractional bits, as whole numbers.
__m128i Round(__m128i sums) {
  return _mm_srai_epi32(_mm_add_epi32(sums, _mm_set1_epi32(kOne / 2)), kBits);
}

// One colour of eight pixels, (luma, chroma) in `low` and `high`.
__m128i Weigh(__m128i low, __m128i high, int16_t chroma_weight) {
  const __m128i weights = sse2::Pairs(kOne, chroma_weight);
  return _mm_packs_epi32(Round(_mm_madd_epi16(low, weights)), Round(_mm_madd_epi16(high, weights)));
}

// (luma, red) and blue of four pixels.
__m128i Green(__m128i luma_red, __m128i blue) {
  const __m128i blue_part = _mm_and_si128(_mm_madd_epi16(blue, sse2::Pairs(kBlueToGreen, 0)),
                                          _mm_set1_epi32(kBlueToGreenMask));
  return Round(_mm_add_epi32(_mm_madd_epi16(luma_red, sse2::Pairs(kOne, kRedToGreen)), blue_part));
}

// Four pixels of four bytes (r, g, b, 0) -> 12 bytes and four zeros.
__m128i DropFourth(__m128i pixels) {
  const __m128i low = _mm_set1_epi64x(0xFFFFFF);
  const __m128i both =
      _mm_or_si128(_mm_and_si128(pixels, low), _mm_srli_epi64(_mm_andnot_si128(low, pixels), 8));
  const __m128i first = _mm_move_epi64(both);
  return _mm_or_si128(first, _mm_slli_si128(_mm_srli_si128(both, 8), 6));
}

// Writes 28 bytes for eight pixels, the last four of them zeros.
void StorePixels(uint8_t* rgb, __m128i red, __m128i green, __m128i blue) {
  const __m128i red_green =
      _mm_unpacklo_epi8(_mm_packus_epi16(red, red), _mm_packus_epi16(green, green));
  const __m128i blue_zero = _mm_unpacklo_epi8(_mm_packus_epi16(blue, blue), _mm_setzero_si128());
  sse2::Store(rgb, DropFourth(_mm_unpacklo_epi16(red_green, blue_zero)));
  sse2::Store(rgb + 12, DropFourth(_mm_unpackhi_epi16(red_green, blue_zero)));
}

void ConvertEight(uint8_t* rgb, const uint8_t* luma, const uint8_t* blue, const uint8_t* red) {
  const __m128i middle = _mm_set1_epi16(128);
  const __m128i y = LoadWide(luma);
  const __m128i cb = _mm_sub_epi16(LoadWide(blue), middle);
  const __m128i cr = _mm_sub_epi16(LoadWide(red), middle);
  const __m128i zero = _mm_setzero_si128();
  const __m128i red_low = _mm_unpacklo_epi16(y, cr);
  const __m128i red_high = _mm_unpackhi_epi16(y, cr);
  StorePixels(rgb, Weigh(red_low, red_high, kRedToRed),
              _mm_packs_epi32(Green(red_low, _mm_unpacklo_epi16(cb, zero)),
                              Green(red_high, _mm_unpackhi_epi16(cb, zero))),
              Weigh(_mm_unpacklo_epi16(y, cb), _mm_unpackhi_epi16(y, cb), kBlueToBlue));
}

#endif

}  // namespace

void YcbcrToRgb(uint8_t* rgb, const uint8_t* luma, const uint8_t* blue, const uint8_t* red,
                int count, int /*step*/) {
  int x = 0;
#ifdef __SSE2__
  // Eight pixels are written with four bytes more, so the last ones are done one by one.
  for (; x + kPixelsAtOnce + 2 <= count; x += kPixelsAtOnce) {
    ConvertEight(rgb + std::ptrdiff_t{3} * x, luma + x, blue + x, red + x);
  }
#endif
  for (; x < count; ++x) {
    ConvertPixel(rgb + std::ptrdiff_t{3} * x, luma[x], blue[x] - 128, red[x] - 128);
  }
}

}  // namespace glance
