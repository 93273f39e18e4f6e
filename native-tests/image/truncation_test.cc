// Files that end too early, with and without something made up at the end.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "jpeg_surgery.h"
#include "support/fault_report.h"
#include "support/shared_data.h"

namespace glance {
namespace {

using test::Bytes;

// Every 37th byte of the first 1,000, then at 25, 50, 75 and 90 %.
std::vector<size_t> Cuts(size_t file_bytes) {
  std::vector<size_t> cuts;
  for (size_t at = 0; at < std::min<size_t>(1000, file_bytes); at += 37) cuts.push_back(at);
  for (const size_t percent : {25, 50, 75, 90}) cuts.push_back(file_bytes * percent / 100);
  return cuts;
}

// Returns how many cuts there were.
size_t ExpectCutsAreFlagged(const Bytes& file, const std::string& name) {
  EXPECT_TRUE(DecodePicture(file).has_value()) << name;
  const auto cuts = Cuts(file.size());
  for (const size_t count : cuts) {
    const auto decoded = DecodePicture(test::Cut(file, count));
    EXPECT_FALSE(decoded.has_value()) << name << " cut at " << count;
    if (decoded) continue;
    const char* code = count == 0 ? "image/empty" : "image/damaged";
    EXPECT_EQ(decoded.error().code, code) << name << " cut at " << count;
  }
  return cuts.size();
}

void ReportCuts(size_t cuts, size_t least, const std::string& what) {
  EXPECT_GE(cuts, least);
  test::ReportFault(
      5, std::to_string(cuts) + " of " + std::to_string(cuts) + " cuts of " + what + " flagged");
}

Bytes CutWithAnEnd(const Bytes& file, size_t count) {
  Bytes cut = test::Cut(file, count);
  cut.insert(cut.end(), {0xFF, 0xD9});
  return cut;
}

// A cut picture that somebody ended properly: the missing pixels must not be made up.
void ExpectCutsWithAnEndAreFlagged(const Bytes& file, const std::string& name) {
  for (const size_t percent : {25, 50, 75, 90}) {
    const Bytes cut = CutWithAnEnd(file, file.size() * percent / 100);
    EXPECT_EQ(test::CodeOf(DecodePicture(cut)), "image/damaged") << name << " at " << percent;
  }
}

TEST(Truncation, IsFoundInEveryFixture) {
  const auto names = test::FixturesWithReference();
  ASSERT_GE(names.size(), 30u);
  size_t cuts = 0;
  for (const std::string& name : names) {
    cuts += ExpectCutsAreFlagged(test::ReadFile(test::Fixture("image/" + name)), name);
  }
  ReportCuts(cuts, 400, std::to_string(names.size()) + " fixtures");
}

TEST(Truncation, IsFoundInPhotographs) {
  NEED_SHARED_DATA("exif");
  const auto names = test::FilesIn(test::SharedData("exif"), ".jpg");
  ASSERT_EQ(names.size(), 18u);
  size_t cuts = 0;
  for (const std::string& name : names) {
    const Bytes file = test::ReadFile(test::SharedData("exif/" + name));
    cuts += ExpectCutsAreFlagged(file, name);
    ExpectCutsWithAnEndAreFlagged(file, name);
  }
  ReportCuts(cuts, 18 * 32, "18 photographs");
}

TEST(Truncation, IsFoundInPngSuite) {
  NEED_SHARED_DATA("pngsuite");
  size_t cuts = 0;
  for (const std::string& name : test::FilesIn(test::SharedData("pngsuite/png"), ".png")) {
    if (name.starts_with("x")) continue;  // damaged as it is
    cuts += ExpectCutsAreFlagged(test::ReadFile(test::SharedData("pngsuite/png/" + name)), name);
  }
  ReportCuts(cuts, 1500, "161 PNGs of PngSuite");
}

TEST(Truncation, BeforeAnEndMarkerIsFoundAtEveryByteOfSequentialFiles) {
  for (const char* name :
       {"rgb_444.jpg", "rgb_420.jpg", "gray.jpg", "restarts.jpg", "cmyk.jpg", "column.jpg"}) {
    const Bytes file = test::ReadFile(test::Fixture(std::string("image/") + name));
    for (size_t count = 2; count < file.size() - 2; ++count) {
      EXPECT_EQ(test::CodeOf(DecodePicture(CutWithAnEnd(file, count))), "image/damaged")
          << name << " cut at " << count;
    }
  }
}

// A progressive file that ends behind a whole scan is a whole, if coarser, picture.
TEST(Truncation, BeforeAnEndMarkerIsFoundInsideEveryProgressiveScan) {
  const Bytes file = test::ReadFile(test::Fixture("image/progressive.jpg"));
  for (size_t count = 2; count < file.size() - 2; ++count) {
    const auto first = file.begin() + static_cast<ptrdiff_t>(count) - 1;
    const bool at_a_segment = std::find(first, first + 3, 0xFF) != first + 3;
    if (at_a_segment) continue;
    EXPECT_EQ(test::CodeOf(DecodePicture(CutWithAnEnd(file, count))), "image/damaged") << count;
  }
}

TEST(Truncation, IsFoundWhenAnotherPictureFollows) {
  const Bytes file = test::ReadFile(test::Fixture("image/rgb_444.jpg"));
  const Bytes other = test::ReadFile(test::Fixture("image/gray.jpg"));
  for (const size_t percent : {25, 50, 75, 90}) {
    Bytes cut = test::Cut(file, file.size() * percent / 100);
    cut.insert(cut.end(), other.begin(), other.end());
    EXPECT_EQ(test::CodeOf(DecodePicture(cut)), "image/damaged") << percent;
  }
}

TEST(Truncation, SaysHowMuchThereIs) {
  const Bytes file = test::ReadFile(test::Fixture("image/rgb_444.jpg"));
  const auto decoded = DecodePicture(test::Cut(file, 1001));
  ASSERT_FALSE(decoded.has_value());
  EXPECT_EQ(decoded.error().message,
            "the JPEG file is cut short: it stops after 1,001 bytes; copy or download it again");
}

}  // namespace
}  // namespace glance
