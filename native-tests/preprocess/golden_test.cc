// Pixels against Pillow's. The fixtures and their format are made by
// tools/goldens/make_preprocess_goldens.py.
#include <gtest/gtest.h>

#include <cstdint>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "glance/preprocessing.h"
#include "image/png/crc32.h"
#include "preprocess/framed.h"
#include "preprocess/geometry.h"
#include "preprocess/pictures.h"
#include "preprocess/resample.h"
#include "support/files.h"

namespace glance::test {
namespace {

// The lines of a fixture that are not comments.
std::vector<std::string> Lines(const std::string& name) {
  std::ifstream stream(Fixture(name));
  EXPECT_TRUE(stream.good()) << "cannot read " << name;
  std::vector<std::string> lines;
  for (std::string line; std::getline(stream, line);) {
    if (!line.starts_with('#')) lines.push_back(line);
  }
  return lines;
}

std::string Hex(ByteSpan pixels) {
  std::string text;
  for (const uint8_t byte : pixels) {
    text += "0123456789abcdef"[byte >> 4];
    text += "0123456789abcdef"[byte & 15];
  }
  return text;
}

// The end of a fixture's line: the CRC-32 of the pixels, and for small ones the pixels themselves.
void ExpectGolden(const Image& actual, std::istringstream& fields) {
  uint32_t crc = 0;
  std::string pixels;
  fields >> std::hex >> crc;
  ASSERT_FALSE(fields.fail());
  if (fields >> pixels) {
    EXPECT_EQ(Hex(actual.pixels()), pixels);
  }
  EXPECT_EQ(Crc32(actual.pixels()), crc);
}

ResampleFilter FilterNamed(const std::string& name) {
  return name == "bicubic" ? ResampleFilter::kBicubic : ResampleFilter::kBilinear;
}

TEST(Golden, ResizedPixelsEqualPillows) {
  const std::vector<std::string> lines = Lines("preprocess/resize.txt");
  EXPECT_GE(lines.size(), 2 * 130u);
  for (const std::string& line : lines) {
    SCOPED_TRACE(line);
    std::istringstream fields(line);
    std::string pattern, filter;
    uint32_t seed = 0;
    Size source, target;
    fields >> pattern >> seed >> source.width_px >> source.height_px;
    fields >> target.width_px >> target.height_px >> filter;
    const Image image = MakePicture(pattern, source.width_px, source.height_px, seed);
    const ResizedPart whole{WholeOf(source), target, WholeOf(target)};
    const auto resized = ResampleRegion(image, whole, FilterNamed(filter));
    ASSERT_TRUE(resized.has_value());
    ExpectGolden(*resized, fields);
  }
}

TEST(Golden, ResizedAndCroppedPixelsEqualPillows) {
  const std::vector<std::string> lines = Lines("preprocess/resize_and_crop.txt");
  EXPECT_GE(lines.size(), 2 * 48u);
  for (const std::string& line : lines) {
    SCOPED_TRACE(line);
    std::istringstream fields(line);
    std::string pattern, filter;
    uint32_t seed = 0;
    Size source, resized;
    int top = 0, left = 0;
    PreprocessSpec spec;
    fields >> pattern >> seed >> source.width_px >> source.height_px >> spec.resize_shorter_px;
    fields >> spec.crop_height_px >> spec.crop_width_px >> filter;
    fields >> resized.height_px >> resized.width_px >> top >> left;
    spec.filter = FilterNamed(filter);
    EXPECT_EQ(ResizedSize(source, spec.resize_shorter_px), resized);
    EXPECT_EQ(CenterCropOffset(resized.height_px, spec.crop_height_px), top);
    EXPECT_EQ(CenterCropOffset(resized.width_px, spec.crop_width_px), left);
    const Image image = MakePicture(pattern, source.width_px, source.height_px, seed);
    const auto cropped = test::Framed(image, spec);
    ASSERT_TRUE(cropped.has_value()) << cropped.error().message;
    ExpectGolden(*cropped, fields);
  }
}

Fit FitNamed(const std::string& name) {
  if (name == "squash") return Fit::kSquash;
  return name == "letterbox" ? Fit::kLetterbox : Fit::kCrop;
}

TEST(Golden, RegionsAndFitsEqualPillows) {
  const std::vector<std::string> lines = Lines("preprocess/framing.txt");
  EXPECT_GE(lines.size(), 250u);
  for (const std::string& line : lines) {
    SCOPED_TRACE(line);
    std::istringstream fields(line);
    std::string pattern, fit, filter;
    uint32_t seed = 0;
    Size source;
    Region region;
    PreprocessSpec spec;
    fields >> pattern >> seed >> source.width_px >> source.height_px;
    fields >> region.x >> region.y >> region.width >> region.height;
    fields >> fit >> spec.resize_shorter_px >> spec.crop_height_px >> spec.crop_width_px;
    fields >> spec.mean[0] >> spec.mean[1] >> spec.mean[2] >> filter;
    spec.filter = FilterNamed(filter);
    const Image image = MakePicture(pattern, source.width_px, source.height_px, seed);
    const auto seen = test::Framed(image, spec, {FitNamed(fit), region});
    ASSERT_TRUE(seen.has_value()) << seen.error().message;
    ExpectGolden(*seen, fields);
  }
}

TEST(Golden, SizesAndOffsetsEqualTorchVisionsAndPillows) {
  const std::vector<std::string> lines = Lines("preprocess/geometry.txt");
  EXPECT_GE(lines.size(), 400u);
  for (const std::string& line : lines) {
    SCOPED_TRACE(line);
    std::istringstream fields(line);
    std::string kind;
    fields >> kind;
    int a = 0, b = 0, c = 0, d = 0, e = 0, f = 0;
    if (kind == "crop") {
      fields >> a >> b >> c;
      EXPECT_EQ(CenterCropOffset(a, b), c);
    } else if (kind == "contain") {
      fields >> a >> b >> c >> d >> e >> f;
      EXPECT_EQ(ContainedSize({a, b}, {c, d}), (Size{e, f}));
    } else {
      fields >> a >> b >> c >> d >> e;
      EXPECT_EQ(ResizedSize({a, b}, c), (Size{d, e}));
    }
    EXPECT_FALSE(fields.fail());
  }
}

}  // namespace
}  // namespace glance::test
