// One scene is looked at in two ways of which the map between them is known.
#include "likeness/alignment.h"

#include <gtest/gtest.h>

#include "likeness/crop_match.h"
#include "likeness/scenes.h"

namespace glance {
namespace {

using test::Look;
using test::Scene;

Alignment AlignLooks(uint32_t first, const Look& look, uint32_t second, const Look& other,
                     int form = 0) {
  const auto a = test::BytesOfFingerprint(Scene(first).Picture(96, 96, look));
  const auto b = test::BytesOfFingerprint(Scene(second).Picture(96, 96, other));
  const Thumbnail one = test::Read(a).thumbnail, another = test::Read(b).thumbnail;
  return Align(one, another, form, MatchCrops(CropsOf(one), CropsOf(another)).map);
}

TEST(Alignment, OfAPictureWithItselfMovesNothing) {
  for (uint32_t seed = 0; seed < 10; ++seed) {
    const Alignment at = AlignLooks(seed, {}, seed, {});
    EXPECT_GT(at.agreement, 0.999) << seed;
    EXPECT_TRUE(IsSamePicture(at) && IsUnmoved(at)) << seed;
    EXPECT_NEAR(at.overlap, 1, 1e-6);
  }
}

TEST(Alignment, FindsWhereACropLies) {
  // Columns 0.05 to 0.85 of the scene, rows 0.15 to 0.95: 0.8 of the whole, its middle 1.6 pixels
  // of 32 to the left and below.
  const Look crop{.x = 0.05, .y = 0.15, .width = 0.8, .height = 0.8};
  int found = 0;
  for (uint32_t seed = 0; seed < 20; ++seed) {
    const Alignment at = AlignLooks(seed, {}, seed, crop);
    if (!IsSamePicture(at)) continue;
    ++found;
    EXPECT_NEAR(at.map[0], 1.25, 0.02) << seed;
    EXPECT_NEAR(at.map[4], 1.25, 0.02) << seed;
    EXPECT_NEAR(at.map[2], 2, 0.15) << seed;  // 1.6 * 1.25
    EXPECT_NEAR(at.map[5], -2, 0.15) << seed;
    EXPECT_NEAR(at.overlap, 0.64, 0.05) << seed;
    EXPECT_FALSE(IsUnmoved(at));
  }
  EXPECT_GE(found, 19);
}

TEST(Alignment, FindsTheWholeOfWhichThereIsACrop) {
  const Look crop{.x = 0.1, .y = 0.02, .width = 0.85, .height = 0.85};
  int found = 0;
  for (uint32_t seed = 0; seed < 20; ++seed) {
    found += IsSamePicture(AlignLooks(seed, crop, seed, {})) ? 1 : 0;
  }
  EXPECT_GE(found, 19);
}

TEST(Alignment, FindsATurnOfFiveDegrees) {
  for (uint32_t seed = 0; seed < 20; ++seed) {
    const Alignment at = AlignLooks(seed, {.turn = 5}, seed, {});
    EXPECT_TRUE(IsSamePicture(at)) << seed;
    EXPECT_NEAR(at.map[1], -0.087, 0.02) << seed;  // the sine
    EXPECT_NEAR(at.map[3], 0.087, 0.02) << seed;
  }
}

TEST(Alignment, FindsBrightness) {
  const Alignment at = AlignLooks(3, {.brightness = 0.6}, 3, {});
  EXPECT_TRUE(IsSamePicture(at));
  EXPECT_TRUE(IsUnmoved(at));
  EXPECT_NEAR(at.gain, 0.6, 0.02);
}

TEST(Alignment, StrangersAreNotTheSame) {
  std::array<std::vector<uint8_t>, 40> pictures;
  for (uint32_t seed = 0; seed < pictures.size(); ++seed) {
    pictures[seed] = test::BytesOfFingerprint(Scene(seed).Picture(48, 48));
  }
  for (size_t i = 0; i < pictures.size(); ++i) {
    for (size_t j = 0; j < i; ++j) {
      for (const int form : {0, kSwapsLeftAndRight}) {
        const auto first = test::Read(pictures[i]), second = test::Read(pictures[j]);
        EXPECT_FALSE(IsSamePicture(Align(first.thumbnail, second.thumbnail, form)))
            << i << " " << j << " " << form;
      }
    }
  }
}

TEST(Alignment, OneShapeOfAnotherTextureIsNotTheSame) {
  // A bright disc before a dark ground, with stripes across or along.
  const auto disc = [](bool across) {
    Image image = Image::CreateBlack(96, 96).value();
    for (int y = 0; y < 96; ++y) {
      for (int x = 0; x < 96; ++x) {
        const bool is_inside = std::hypot(x - 48, y - 48) < 36;
        const int stripe = (across ? y : x) / 6 % 2 * 24;
        const auto value = static_cast<uint8_t>((is_inside ? 190 : 30) + stripe);
        const size_t at = (static_cast<size_t>(y) * 96 + static_cast<size_t>(x)) * 3;
        for (size_t c = 0; c < 3; ++c) image.pixels()[at + c] = value;
      }
    }
    return test::BytesOfFingerprint(image);
  };
  const auto across = disc(true), along = disc(false);
  const Alignment at = Align(test::Read(across).thumbnail, test::Read(along).thumbnail);
  EXPECT_LT(at.detail, 0.6);
  EXPECT_FALSE(IsSamePicture(at));
  EXPECT_TRUE(IsSamePicture(Align(test::Read(across).thumbnail, test::Read(across).thumbnail)));
}

TEST(Alignment, OfFlatPicturesIsNone) {
  const std::array<uint8_t, kThumbnailSide * kThumbnailSide> flat{};
  const Alignment at = Align(Thumbnail(flat), Thumbnail(flat));
  EXPECT_EQ(at.agreement, 0);
  EXPECT_FALSE(IsSamePicture(at));
}

}  // namespace
}  // namespace glance
