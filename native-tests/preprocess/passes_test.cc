// The vector versions of both passes against the plain ones, bit for bit.
#include <gtest/gtest.h>

#include <vector>

#include "preprocess/horizontal_pass.h"
#include "preprocess/pictures.h"
#include "preprocess/vertical_pass.h"

namespace glance {
namespace {

using Bytes = std::vector<uint8_t>;

// Sides, of which only the last `count` outputs are wanted: fewer taps than a vector has, many
// more, and rows whose end fills no vector.
constexpr AxisResize kAxes[] = {{1, 1, 0, 1},      {5, 31, 0, 31},   {64, 64, 3, 40},
                                {97, 41, 4, 37},   {640, 48, 7, 41}, {3001, 9, 1, 8},
                                {259, 256, 0, 256}};

TEST(RowResampler, EqualsThePlainSums) {
  for (const auto filter : {ResampleFilter::kBilinear, ResampleFilter::kBicubic}) {
    for (const AxisResize& axis : kAxes) {
      const auto columns = ComputeCoefficients(axis, filter).value();
      const int begin = columns.SourceRange().begin;
      const Image row = test::MakePicture("stark", axis.source_length, 1, 5);
      auto resampler = RowResampler::Create(columns).value();
      Bytes want(Image::kChannels * columns.first.size()), got(want.size());
      ResampleRow(row.pixels().data(), 0, columns, want.data());
      resampler.Resample(row.pixels().data() + Image::kChannels * begin, got.data());
      EXPECT_EQ(got, want) << axis.source_length << " to " << axis.target_length;
    }
  }
}

TEST(BlendRows, EqualsThePlainSums) {
  constexpr int kWidth = 11;
  constexpr size_t kRowBytes = Image::kChannels * kWidth;
  for (const AxisResize& axis : kAxes) {
    const auto coefficients = ComputeCoefficients(axis, ResampleFilter::kBicubic).value();
    const Image image = test::MakePicture("stark", kWidth, axis.source_length, 6);
    std::vector<const uint8_t*> rows(static_cast<size_t>(coefficients.taps));
    for (size_t t = 0; t < rows.size(); ++t) rows[t] = image.pixels().data() + t * kRowBytes;
    Bytes want(kRowBytes), got(kRowBytes);
    for (size_t i = 0; i < coefficients.first.size(); ++i) {
      BlendColumns(rows, coefficients.WeightsOf(i), 0, kRowBytes, want.data());
      BlendRows(rows, coefficients.WeightsOf(i), kRowBytes, got.data());
      ASSERT_EQ(got, want) << axis.source_length << " to " << axis.target_length << ", " << i;
    }
  }
}

}  // namespace
}  // namespace glance
