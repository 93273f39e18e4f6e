// A picture that is stored turned gives the pixels of the same picture turned upright first.
#include <gtest/gtest.h>

#include <algorithm>
#include <optional>
#include <vector>

#include "glance/preprocessing.h"
#include "image/orientation.h"
#include "preprocess/framed.h"
#include "preprocess/pictures.h"

namespace glance {
namespace {

struct Case {
  int width_px, height_px;  // as stored
  ResampleFilter filter;
};

// Much narrower or lower pictures are resized along the other axis first.
constexpr Case kCases[] = {
    {97, 131, ResampleFilter::kBicubic}, {331, 97, ResampleFilter::kBilinear},
    {41, 700, ResampleFilter::kBicubic}, {700, 41, ResampleFilter::kBicubic},
    {23, 19, ResampleFilter::kBicubic},  {48, 64, ResampleFilter::kBilinear},
    {1, 5, ResampleFilter::kBilinear}};

// Every fit, of all of an upright picture and of a part of it that is not in its middle.
std::vector<Framing> Framings(Size upright) {
  const auto [height, width] = upright;
  const Region part{width / 3, height / 5, (width + 2) / 3, (height + 1) / 2};
  std::vector<Framing> framings;
  for (const Fit fit : {Fit::kCrop, Fit::kSquash, Fit::kLetterbox}) {
    framings.push_back({fit, std::nullopt});
    framings.push_back({fit, part});
  }
  return framings;
}

TEST(TurnedPictures, GiveThePixelsOfTheUprightPicture) {
  for (const auto& [width, height, filter] : kCases) {
    const PreprocessSpec spec{
        .crop_height_px = 37, .crop_width_px = 33, .resize_shorter_px = 48, .filter = filter};
    const Image stored = test::MakePicture("noise", width, height, 7);
    for (int orientation = 1; orientation <= 8; ++orientation) {
      SCOPED_TRACE(testing::Message() << width << "x" << height << ", EXIF " << orientation);
      const auto upright = Orient(test::CopyOf(stored), orientation);
      ASSERT_TRUE(upright);
      for (const Framing& framing : Framings({upright->height_px(), upright->width_px()})) {
        const auto want = test::Framed(*upright, spec, framing);
        const auto got = test::Framed(stored, spec, framing, orientation);
        ASSERT_TRUE(want && got);
        EXPECT_TRUE(test::AreEqual(*got, *want));
      }
    }
  }
}

}  // namespace
}  // namespace glance
