#include <gtest/gtest.h>

#include <random>
#include <utility>

#include "image/orientation.h"
#include "pictures.h"

namespace glance {
namespace {

using test::Bytes;

Image Oriented(const Image& image, int orientation) {
  return Orient(test::CopyOf(image), orientation).value();
}

Image RandomImage(int width_px, int height_px) {
  std::mt19937 random(static_cast<unsigned>(width_px * 1000 + height_px));
  Bytes pixels(size_t{3} * width_px * height_px);
  for (uint8_t& value : pixels) value = static_cast<uint8_t>(random());
  return test::ImageOf(width_px, height_px, pixels);
}

// One value a pixel, so that tables stay readable.
Image Gray(int width_px, int height_px, const Bytes& values) {
  Bytes pixels;
  for (const uint8_t value : values) pixels.insert(pixels.end(), {value, value, value});
  return test::ImageOf(width_px, height_px, pixels);
}

// TIFF 6.0, tag 274, says what row 0 and column 0 of the stored picture are when it is upright;
// this is where the upright pixel (x, y) is stored.
std::pair<int, int> StoredAt(int orientation, int x, int y, int stored_width, int stored_height) {
  const int right = stored_width - 1, bottom = stored_height - 1;
  switch (orientation) {
    case 1:
      return {x, y};  // row 0 top, column 0 left
    case 2:
      return {right - x, y};  // top, right
    case 3:
      return {right - x, bottom - y};  // bottom, right
    case 4:
      return {x, bottom - y};  // bottom, left
    case 5:
      return {y, x};  // left, top
    case 6:
      return {y, bottom - x};  // right, top
    case 7:
      return {right - y, bottom - x};  // right, bottom
    default:
      return {right - y, x};  // left, bottom
  }
}

TEST(Orient, MovesTheSixPixelsOfATable) {
  const Image stored = Gray(3, 2,
                            {1, 2, 3,  //
                             4, 5, 6});
  const std::vector<Image> upright = [] {
    std::vector<Image> all;
    all.push_back(Gray(3, 2, {1, 2, 3, 4, 5, 6}));
    all.push_back(Gray(3, 2, {3, 2, 1, 6, 5, 4}));
    all.push_back(Gray(3, 2, {6, 5, 4, 3, 2, 1}));
    all.push_back(Gray(3, 2, {4, 5, 6, 1, 2, 3}));
    all.push_back(Gray(2, 3, {1, 4, 2, 5, 3, 6}));
    all.push_back(Gray(2, 3, {4, 1, 5, 2, 6, 3}));
    all.push_back(Gray(2, 3, {6, 3, 5, 2, 4, 1}));
    all.push_back(Gray(2, 3, {3, 6, 2, 5, 1, 4}));
    return all;
  }();
  for (int orientation = 1; orientation <= 8; ++orientation) {
    EXPECT_EQ(test::LargestDifference(Oriented(stored, orientation), upright[orientation - 1]), 0)
        << orientation;
  }
}

TEST(Orient, EqualsTheIndexFormulaForManySizes) {
  for (const auto& [width, height] : {std::pair{1, 1}, {1, 7}, {9, 1}, {13, 5}, {70, 131}}) {
    const Image stored = RandomImage(width, height);
    for (int orientation = 1; orientation <= 8; ++orientation) {
      const Image upright = Oriented(stored, orientation);
      ASSERT_EQ(upright.width_px(), orientation < 5 ? width : height);
      ASSERT_EQ(upright.height_px(), orientation < 5 ? height : width);
      for (int y = 0; y < upright.height_px(); ++y) {
        for (int x = 0; x < upright.width_px(); ++x) {
          const auto [from_x, from_y] = StoredAt(orientation, x, y, width, height);
          for (int channel = 0; channel < 3; ++channel) {
            ASSERT_EQ(upright.pixels().data()[(y * upright.width_px() + x) * 3 + channel],
                      stored.pixels().data()[(from_y * width + from_x) * 3 + channel]);
          }
        }
      }
    }
  }
}

TEST(Orient, FourQuarterTurnsAreIdentity) {
  const Image stored = RandomImage(67, 129);
  for (const int quarter_turn : {6, 8}) {
    Image turned = test::CopyOf(stored);
    for (int i = 0; i < 4; ++i) turned = Oriented(turned, quarter_turn);
    EXPECT_EQ(test::LargestDifference(turned, stored), 0);
  }
}

TEST(Orient, MirrorsUndoThemselves) {
  const Image stored = RandomImage(67, 129);
  for (const int mirror : {2, 3, 4, 5, 7}) {
    EXPECT_EQ(test::LargestDifference(Oriented(Oriented(stored, mirror), mirror), stored), 0);
  }
}

TEST(Orient, OppositeQuarterTurnsUndoEachOther) {
  const Image stored = RandomImage(67, 129);
  EXPECT_EQ(test::LargestDifference(Oriented(Oriented(stored, 6), 8), stored), 0);
}

}  // namespace
}  // namespace glance
