#include "likeness/fingerprint.h"

#include <gtest/gtest.h>

#include "likeness/scenes.h"
#include "support/expect_error.h"

namespace glance {
namespace {

using test::BytesOfFingerprint;
using test::ExpectError;
using test::GreyPicture;
using test::Read;
using test::Scene;

TEST(Fingerprint, OfAFlatPictureIsItsColour) {
  Image image = Image::CreateBlack(40, 30).value();
  for (size_t i = 0; i < image.pixels().size(); i += 3) {
    image.pixels()[i] = 100;
    image.pixels()[i + 1] = 50;
    image.pixels()[i + 2] = 200;
  }
  const auto bytes = BytesOfFingerprint(image);
  const Fingerprint read = Read(bytes);
  EXPECT_EQ(read.width_px, 40u);
  EXPECT_EQ(read.height_px, 30u);
  EXPECT_EQ(read.sharpness, 0u);
  EXPECT_EQ(read.mean_color, (std::array<int, 3>{100, 50, 200}));
  // 0.299 * 100 + 0.587 * 50 + 0.114 * 200 = 82.05
  for (const uint8_t luma : read.thumbnail) ASSERT_EQ(luma, 82);
}

TEST(Fingerprint, SharpnessIsTheMeanDifferenceFromTheNeighbours) {
  // One pixel of 10 in the middle of 3 x 3: |4 * 10 - 0| of one pixel that has four neighbours.
  Image image = Image::CreateBlack(3, 3).value();
  image.pixels()[4 * 3 + 1] = 10;
  EXPECT_EQ(Read(BytesOfFingerprint(image)).sharpness, 256u * 40);
  EXPECT_EQ(Read(BytesOfFingerprint(GreyPicture(2, 50, 9))).sharpness, 0u);
}

TEST(Fingerprint, OfAStoredPictureIsThatOfTheUprightOne) {
  const Image upright = Scene(1).Picture(48, 36);
  // Orientation 3 is half a turn.
  Image turned = test::CopyOf(upright);
  const size_t pixels = size_t{48} * 36;
  for (size_t i = 0; i < pixels; ++i) {
    for (size_t c = 0; c < 3; ++c) {
      turned.pixels()[i * 3 + c] = upright.pixels()[(pixels - 1 - i) * 3 + c];
    }
  }
  EXPECT_EQ(BytesOfFingerprint(turned, 3), BytesOfFingerprint(upright));
}

TEST(Fingerprint, OtherBytesAreRefused) {
  auto bytes = BytesOfFingerprint(GreyPicture(4, 4, 7));
  EXPECT_TRUE(CheckFingerprint(bytes).has_value());
  for (const size_t size : {size_t{0}, size_t{1}, kFingerprintBytes - 1}) {
    ExpectError(CheckFingerprint(ByteSpan(bytes).first(size)), "call/bad-argument",
                std::to_string(size) + " bytes");
  }
  bytes.push_back(0);
  ExpectError(CheckFingerprint(bytes), "call/bad-argument", "bytes");
  bytes.pop_back();
  bytes[0] = 9;
  ExpectError(CheckFingerprint(bytes), "call/bad-argument", "version");
  bytes = std::vector<uint8_t>(kFingerprintBytes);
  bytes[0] = 1;
  ExpectError(CheckFingerprint(bytes), "call/bad-argument", "version");
}

}  // namespace
}  // namespace glance
