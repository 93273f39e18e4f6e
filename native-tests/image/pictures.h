// Reading reference pictures and comparing with them.
#pragma once

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <sstream>
#include <string>
#include <vector>

#include "image/decode.h"
#include "support/files.h"
#include "support/images.h"

namespace glance::test {

using Bytes = std::vector<uint8_t>;

// A binary PPM of 8 bits, as tools/goldens/make_image_fixtures.py writes it.
inline Image ReadPpm(const std::filesystem::path& path) {
  const Bytes file = ReadFile(path);
  std::istringstream header(std::string(file.begin(), file.end()));
  std::string magic;
  int width = 0, height = 0, largest = 0;
  header >> magic >> width >> height >> largest;
  EXPECT_EQ(magic, "P6") << path;
  EXPECT_EQ(largest, 255) << path;
  const auto first_pixel = static_cast<ptrdiff_t>(header.tellg()) + 1;
  return ImageOf(width, height, Bytes(file.begin() + first_pixel, file.end()));
}

// The largest difference of two samples; 256 when the sizes differ.
inline int LargestDifference(const Image& a, const Image& b) {
  if (a.width_px() != b.width_px() || a.height_px() != b.height_px()) return 256;
  int largest = 0;
  for (size_t i = 0; i < a.pixels().size(); ++i) {
    largest = std::max(largest, std::abs(a.pixels().data()[i] - b.pixels().data()[i]));
  }
  return largest;
}

// The code of the error, or "" for a picture.
inline std::string CodeOf(const Result<DecodedPicture>& result) {
  return result.has_value() ? "" : result.error().code;
}

// What is said of a picture that is answered.
inline std::string DamageOf(const Bytes& file) {
  const auto decoded = DecodePicture(file);
  EXPECT_TRUE(decoded.has_value()) << decoded.error().message;
  return decoded ? decoded->damage : "";
}

// Names of the files in `folder` that end with `ending`, sorted.
inline std::vector<std::string> FilesIn(const std::filesystem::path& folder,
                                        const std::string& ending) {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    const std::string name = entry.path().filename().string();
    if (name.ends_with(ending)) names.push_back(name);
  }
  std::ranges::sort(names);
  return names;
}

// The fixtures that have a reference: "gray.jpg" for gray.jpg and gray.jpg.ppm.
inline std::vector<std::string> FixturesWithReference() {
  std::vector<std::string> names = FilesIn(Fixture("image"), ".ppm");
  for (std::string& name : names) name.resize(name.size() - 4);
  return names;
}

}  // namespace glance::test
