// PngSuite: 161 valid files with reference pixels, 14 damaged ones whose names start with x.
#include <gtest/gtest.h>

#include <charconv>

#include "pictures.h"
#include "support/fault_report.h"
#include "support/shared_data.h"

namespace glance {
namespace {

using test::Bytes;

// The numbers of a JSON list.
std::vector<int> ReadNumbers(const std::filesystem::path& path) {
  const Bytes file = test::ReadFile(path);
  const char* at = reinterpret_cast<const char*>(file.data());
  const char* const end = at + file.size();
  std::vector<int> numbers;
  while (at != end) {
    int number = 0;
    const auto [next, error] = std::from_chars(at, end, number);
    if (error == std::errc()) numbers.push_back(number);
    at = error == std::errc() ? next : at + 1;
  }
  return numbers;
}

// The reference of NAME.png as RGB. Most 16-bit files have one that is reduced to 8 bits; of the
// others the high bytes are taken.
Image ReadReference(const std::string& name, const Image& like) {
  const std::string stem = "pngsuite/json/" + name.substr(0, name.size() - 4);
  const auto reduced = test::SharedData(stem + "_to8.json");
  const bool has_reduced = std::filesystem::exists(reduced);
  const int shift = name.ends_with("16.png") && !has_reduced ? 8 : 0;
  const auto rgba = ReadNumbers(has_reduced ? reduced : test::SharedData(stem + ".json"));
  Bytes rgb;
  for (size_t i = 0; i < rgba.size(); ++i) {
    if (i % 4 != 3) rgb.push_back(static_cast<uint8_t>(rgba[i] >> shift));
  }
  return test::ImageOf(like.width_px(), like.height_px(), rgb);
}

TEST(PngSuite, All161ValidFilesAreDecodedWithinOne) {
  NEED_SHARED_DATA("pngsuite");
  int valid = 0, largest = 0;
  for (const std::string& name : test::FilesIn(test::SharedData("pngsuite/png"), ".png")) {
    if (name.starts_with("x")) continue;
    const auto decoded = DecodePicture(test::ReadFile(test::SharedData("pngsuite/png/" + name)));
    ASSERT_TRUE(decoded.has_value()) << name << ": " << decoded.error().message;
    const Image reference = ReadReference(name, decoded->image);
    const int difference = test::LargestDifference(decoded->image, reference);
    EXPECT_LE(difference, 1) << name;
    largest = std::max(largest, difference);
    ++valid;
  }
  EXPECT_EQ(valid, 161);
  test::ReportFault(
      11, std::to_string(valid) + " of 161 files of PngSuite within " + std::to_string(largest));
}

// Two have every row and a wrong checksum: these are answered, and it is said.
TEST(PngSuite, All14DamagedFilesAreRefusedOrSaidToBe) {
  NEED_SHARED_DATA("pngsuite");
  int damaged = 0, answered = 0;
  for (const std::string& name : test::FilesIn(test::SharedData("pngsuite/png"), ".png")) {
    if (!name.starts_with("x")) continue;
    const auto decoded = DecodePicture(test::ReadFile(test::SharedData("pngsuite/png/" + name)));
    ++damaged;
    if (decoded) {
      EXPECT_EQ(decoded->damage, "a part of it has a wrong checksum") << name;
      EXPECT_TRUE(name == "xcsn0g01.png" || name == "xhdn0g08.png") << name;
      ++answered;
      continue;
    }
    // Two of them have no "PNG" left in their first bytes.
    const bool nameless = name == "xs2n0g01.png" || name == "xs4n0g01.png";
    EXPECT_EQ(decoded.error().code, nameless ? "image/not-a-picture" : "image/damaged") << name;
  }
  EXPECT_EQ(damaged, 14);
  EXPECT_EQ(answered, 2);
}

}  // namespace
}  // namespace glance
