// The vector multiplication takes 16 bits and a weight has 23, so each weight is split in two
// parts. Their sums are joined at the end. Arithmetic is modulo 2^32, which the whole sum does not
// exceed.
#include "preprocess/horizontal_pass.h"

#include <cstddef>
#include <cstdint>

#include "base/buffer.h"
#include "base/checked_math.h"
#include "base/result.h"
#include "image/image.h"
#include "preprocess/coefficients.h"

#ifdef __SSE2__
#include "preprocess/sse2.h"
#endif

namespace glance {

void ResampleRow(const uint8_t* source, int source_begin, const AxisCoefficients& columns,
                 uint8_t* target) {
  for (size_t i = 0; i < columns.first.size(); ++i) {
    const auto begin = static_cast<size_t>(columns.first.data()[i] - source_begin);
    const uint8_t* pixel = source + begin * Image::kChannels;
    int32_t red = kWeightHalf, green = kWeightHalf, blue = kWeightHalf;
    for (const int32_t weight : columns.WeightsOf(i)) {
      red += weight * pixel[0];
      green += weight * pixel[1];
      blue += weight * pixel[2];
      pixel += Image::kChannels;
    }
    *target++ = PixelOfSum(red);
    *target++ = PixelOfSum(green);
    *target++ = PixelOfSum(blue);
  }
}

#ifdef __SSE2__
namespace {

constexpr size_t kBlock = 8;  // 16-bit lanes of a vector

// Sums of one channel, four partial ones of each kind.
struct ChannelSums {
  __m128i lower = _mm_setzero_si128();
  __m128i upper = _mm_setzero_si128();

  void Add(__m128i pixels, __m128i lower_weights, __m128i upper_weights) {
    lower = _mm_add_epi32(lower, _mm_madd_epi16(pixels, lower_weights));
    upper = _mm_add_epi32(upper, _mm_madd_epi16(pixels, upper_weights));
  }
  __m128i Whole() const { return sse2::JoinSums(lower, upper); }
};

// Each lane pair summed: (r, g, b, 0) of (r0..r3), (g0..g3), (b0..b3).
__m128i SumLanes(__m128i red, __m128i green, __m128i blue) {
  const __m128i zero = _mm_setzero_si128();
  const __m128i red_green =
      _mm_add_epi32(_mm_unpacklo_epi32(red, green), _mm_unpackhi_epi32(red, green));
  const __m128i blue_zero =
      _mm_add_epi32(_mm_unpacklo_epi32(blue, zero), _mm_unpackhi_epi32(blue, zero));
  return _mm_add_epi32(_mm_unpacklo_epi64(red_green, blue_zero),
                       _mm_unpackhi_epi64(red_green, blue_zero));
}

// `pixels` of three planes that lie `plane_length` apart, `weights` as RowResampler keeps them.
__m128i WeightedPixel(const int16_t* pixels, size_t plane_length, const int16_t* weights,
                      size_t blocks) {
  ChannelSums red, green, blue;
  for (size_t block = 0; block < blocks; ++block) {
    const __m128i lower = sse2::Load(weights);
    const __m128i upper = sse2::Load(weights + kBlock);
    red.Add(sse2::Load(pixels), lower, upper);
    green.Add(sse2::Load(pixels + plane_length), lower, upper);
    blue.Add(sse2::Load(pixels + 2 * plane_length), lower, upper);
    weights += 2 * kBlock;
    pixels += kBlock;
  }
  return SumLanes(red.Whole(), green.Whole(), blue.Whole());
}

}  // namespace

Result<RowResampler> RowResampler::Create(const AxisCoefficients& columns) {
  RowResampler resampler(columns);
  const auto [begin, end] = columns.SourceRange();
  resampler.blocks_ = (static_cast<size_t>(columns.taps) + kBlock - 1) / kBlock;
  resampler.plane_length_ = static_cast<size_t>(end - begin) + sse2::kPixelsAtOnce;
  TRY_ASSIGN(resampler.planes_,
             Buffer<int16_t>::Create(ValueCount(resampler.plane_length_, Image::kChannels)));
  TRY(resampler.SplitWeights());
  return resampler;
}

Result<void> RowResampler::SplitWeights() {
  const size_t outputs = columns_->first.size();
  TRY_ASSIGN(weights_, Buffer<int16_t>::Create(ValueCount(outputs, blocks_ * 2 * kBlock)));
  for (size_t i = 0; i < outputs; ++i) {
    int16_t* row = weights_.data() + i * blocks_ * 2 * kBlock;
    const auto whole = columns_->WeightsOf(i);
    for (size_t t = 0; t < whole.size(); ++t) {
      int16_t* block = row + t / kBlock * 2 * kBlock + t % kBlock;
      block[0] = sse2::LowerPart(whole[t]);
      block[kBlock] = sse2::UpperPart(whole[t]);
    }
  }
  return {};
}

void RowResampler::SplitChannels(const uint8_t* source) {
  const auto [begin, end] = columns_->SourceRange();
  const auto count = static_cast<size_t>(end - begin);
  int16_t* plane = planes_.data();
  size_t x = 0;
  for (; x + sse2::kPixelsAtOnce <= count; x += sse2::kPixelsAtOnce) {
    sse2::SplitChannels(source + x * Image::kChannels, plane + x, plane_length_);
  }
  for (; x < count; ++x) {
    for (size_t c = 0; c < Image::kChannels; ++c) {
      plane[c * plane_length_ + x] = source[x * Image::kChannels + c];
    }
  }
}

void RowResampler::Resample(const uint8_t* source, uint8_t* target) {
  SplitChannels(source);
  const int begin = columns_->SourceRange().begin;
  const int16_t* weights = weights_.data();
  for (size_t i = 0; i < columns_->first.size(); ++i) {
    const int16_t* pixels = planes_.data() + (columns_->first.data()[i] - begin);
    const uint32_t pixel = sse2::ToPixels(WeightedPixel(pixels, plane_length_, weights, blocks_));
    for (size_t c = 0; c < Image::kChannels; ++c) {
      *target++ = static_cast<uint8_t>(pixel >> (8 * c));
    }
    weights += blocks_ * 2 * kBlock;
  }
}

#else

Result<RowResampler> RowResampler::Create(const AxisCoefficients& columns) {
  return RowResampler(columns);
}

void RowResampler::Resample(const uint8_t* source, uint8_t* target) {
  ResampleRow(source, columns_->SourceRange().begin, *columns_, target);
}

#endif

}  // namespace glance
