#include "likeness/crop_match.h"

#include <gtest/gtest.h>

#include <numeric>

#include "likeness/scenes.h"

namespace glance {
namespace {

using test::Look;
using test::Scene;

Crops CropsOfLook(uint32_t seed, const Look& look) {
  const auto bytes = test::BytesOfFingerprint(Scene(seed).Picture(128, 128, look));
  return CropsOf(test::Read(bytes).thumbnail);
}

TEST(Crops, HaveAMeanOfZeroAndALengthOfOne) {
  for (const Crop& crop : CropsOfLook(1, {})) {
    EXPECT_NEAR(std::accumulate(crop.begin(), crop.end(), 0.0), 0, 1e-5);
    EXPECT_NEAR(std::inner_product(crop.begin(), crop.end(), crop.begin(), 0.0), 1, 1e-5);
  }
}

TEST(Crops, OfAFlatPictureAreZero) {
  std::array<uint8_t, kThumbnailSide * kThumbnailSide> flat;
  flat.fill(77);
  for (const Crop& crop : CropsOf(Thumbnail(flat))) {
    for (const float value : crop) EXPECT_EQ(value, 0);
  }
  EXPECT_EQ(MatchCrops(CropsOf(Thumbnail(flat)), CropsOfLook(1, {})).correlation, 0);
}

TEST(Crops, MirroredAreThoseOfTheMirroredPicture) {
  const auto bytes = test::BytesOfFingerprint(Scene(3).Picture(64, 64));
  const Thumbnail thumbnail = test::Read(bytes).thumbnail;
  std::array<uint8_t, kThumbnailSide * kThumbnailSide> turned;
  for (size_t i = 0; i < turned.size(); ++i) {
    turned[i] = thumbnail[PixelOfForm(kSwapsLeftAndRight, kThumbnailSide, i % kThumbnailSide,
                                      i / kThumbnailSide)];
  }
  const Crops expected = CropsOf(Thumbnail(turned)), mirrored = Mirrored(CropsOf(thumbnail));
  for (size_t i = 0; i < expected.size(); ++i) {
    double correlation = 0;
    for (size_t k = 0; k < expected[i].size(); ++k) correlation += expected[i][k] * mirrored[i][k];
    // Samples take the nearest pixel, which may be the next one from the other side.
    EXPECT_GT(correlation, 0.95) << i;
  }
}

TEST(CropMatch, FindsEachCropAndWhereItLies) {
  for (uint32_t seed = 0; seed < 4; ++seed) {
    const Crops whole = CropsOfLook(seed, {});
    for (int i = 0; i < 9; ++i) {
      const int column = i % 3, row = i / 3;
      const double x = 0.1 * column, y = 0.1 * row;
      const Crops part = CropsOfLook(seed, {.x = x, .y = y, .width = 0.8, .height = 0.8});
      // The part's pixel at its middle is that of the whole at x + 0.4, y + 0.4.
      const CropMatch in_whole = MatchCrops(part, whole);
      EXPECT_GT(in_whole.correlation, 0.97);
      EXPECT_NEAR(in_whole.map[0], 0.8, 1e-6) << seed << " " << i;
      EXPECT_NEAR(in_whole.map[2], (x - 0.1) * 32, 1e-4);
      EXPECT_NEAR(in_whole.map[5], (y - 0.1) * 32, 1e-4);
      const CropMatch of_whole = MatchCrops(whole, part);
      EXPECT_NEAR(of_whole.map[0], 1.25, 1e-6);
      EXPECT_NEAR(of_whole.map[2], (0.1 - x) * 40, 1e-4);
      EXPECT_NEAR(of_whole.map[5], (0.1 - y) * 40, 1e-4);
    }
  }
}

TEST(CropMatch, OfAPictureWithItselfMovesNothing) {
  const Crops crops = CropsOfLook(5, {});
  const CropMatch match = MatchCrops(crops, crops);
  EXPECT_NEAR(match.correlation, 1, 1e-5);
  EXPECT_EQ(match.map, kUnmoved);
}

}  // namespace
}  // namespace glance
