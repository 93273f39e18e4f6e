// Files that end too early, with and without something made up at the end.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "jpeg_surgery.h"
#include "support/fault_report.h"
#include "support/shared_data.h"
#include "uniform_jpeg.h"

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

// Whether a cut file is whole but for its end: nothing is missing of the picture.
bool HasSamePixels(const DecodedPicture& whole, const Result<DecodedPicture>& cut) {
  return cut && test::LargestDifference(whole.image, cut->image) == 0;
}

// A cut picture is refused, or it is answered and said to be damaged; in silence only when every
// pixel is there.
void ExpectFlagged(const DecodedPicture& whole, const Bytes& cut, const std::string& what) {
  const auto decoded = DecodePicture(cut);
  if (decoded) {
    EXPECT_TRUE(!decoded->damage.empty() || HasSamePixels(whole, decoded)) << what;
    return;
  }
  const char* code = cut.empty() ? "image/empty" : "image/damaged";
  EXPECT_EQ(decoded.error().code, code) << what;
}

// Returns how many cuts there were.
size_t ExpectCutsAreFlagged(const Bytes& file, const std::string& name) {
  const auto whole = DecodePicture(file);
  EXPECT_TRUE(whole.has_value()) << name;
  const auto cuts = Cuts(file.size());
  for (const size_t count : cuts) {
    ExpectFlagged(*whole, test::Cut(file, count), name + " cut at " + std::to_string(count));
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

// A cut picture that somebody ended properly.
void ExpectCutsWithAnEndAreFlagged(const Bytes& file, const std::string& name) {
  const auto whole = DecodePicture(file);
  for (const size_t percent : {25, 50, 75, 90}) {
    const Bytes cut = CutWithAnEnd(file, file.size() * percent / 100);
    ExpectFlagged(*whole, cut, name + " at " + std::to_string(percent));
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
    const auto whole = DecodePicture(file);
    for (size_t count = 2; count < file.size() - 2; ++count) {
      ExpectFlagged(*whole, CutWithAnEnd(file, count),
                    std::string(name) + " cut at " + std::to_string(count));
    }
  }
}

// A progressive file that ends behind a whole scan is a whole, if coarser, picture.
TEST(Truncation, BeforeAnEndMarkerIsFoundInsideEveryProgressiveScan) {
  const Bytes file = test::ReadFile(test::Fixture("image/progressive.jpg"));
  const auto whole = DecodePicture(file);
  for (size_t count = 2; count < file.size() - 2; ++count) {
    const auto first = file.begin() + static_cast<ptrdiff_t>(count) - 1;
    const bool at_a_segment = std::find(first, first + 3, 0xFF) != first + 3;
    if (at_a_segment) continue;
    ExpectFlagged(*whole, CutWithAnEnd(file, count), std::to_string(count));
  }
}

TEST(Truncation, IsFoundWhenAnotherPictureFollows) {
  const Bytes file = test::ReadFile(test::Fixture("image/rgb_444.jpg"));
  const Bytes other = test::ReadFile(test::Fixture("image/gray.jpg"));
  const auto whole = DecodePicture(file);
  for (const size_t percent : {25, 50, 75, 90}) {
    Bytes cut = test::Cut(file, file.size() * percent / 100);
    cut.insert(cut.end(), other.begin(), other.end());
    ExpectFlagged(*whole, cut, std::to_string(percent));
  }
}

TEST(Truncation, SaysHowMuchThereIs) {
  const Bytes file = test::ReadFile(test::Fixture("image/rgb_444.jpg"));
  const auto decoded = DecodePicture(test::Cut(file, 1001));
  ASSERT_FALSE(decoded.has_value());
  EXPECT_EQ(decoded.error().message,
            "the JPEG file is cut short: it stops after 1,001 bytes; copy or download it again");
}

// Rows of 8 pixels and 64 differences of 0: 2 bits a block, so 16 bytes for 64 blocks.
Bytes FlatJpeg() { return test::UniformJpeg(8, 8 * 1000, /*has_colour=*/false); }

TEST(Truncation, TellsHowManyRowsAreMissing) {
  const Bytes file = FlatJpeg();
  const size_t data_bytes = 2 * 1000 / 8;
  const auto missing = [&](size_t percent) {
    return DecodePicture(test::Cut(file, file.size() - 2 - data_bytes * percent / 100));
  };
  EXPECT_EQ(missing(10).value().damage, "the lower 10 % is missing");
  EXPECT_EQ(missing(30).value().damage, "the lower 30 % is missing");
  EXPECT_EQ(test::CodeOf(missing(60)), "image/damaged");
  const auto without_30 = missing(30);
  const auto pixels = without_30->image.pixels();
  EXPECT_EQ(pixels.front(), test::kUniformGrey);
  EXPECT_EQ(pixels.back(), 128);
  test::ReportFault(48, "without 10 and 30 % of its rows answered and said, without 60 % refused");
}

TEST(Truncation, OfAPngLeavesItsRowsAndGrey) {
  const test::PngKind kind = {.width_px = 2, .height_px = 10};
  const auto rows = [](size_t count) {
    Bytes bytes;
    for (size_t i = 0; i < count; ++i) test::Append(bytes, {0, 200, 210});
    return bytes;
  };
  const auto decoded = DecodePicture(test::MakePng(kind, rows(7)));
  ASSERT_TRUE(decoded.has_value());
  EXPECT_EQ(decoded->damage, "the lower 30 % is missing");
  EXPECT_EQ(decoded->image.pixels()[6 * 7 - 1], 210);
  EXPECT_EQ(decoded->image.pixels()[6 * 7], 128);
  EXPECT_EQ(DecodePicture(test::MakePng(kind, rows(5))).value().damage,
            "the lower 50 % is missing");
  EXPECT_EQ(test::CodeOf(DecodePicture(test::MakePng(kind, rows(4)))), "image/damaged");
}

// Upside down the lower part is the upper one.
TEST(Truncation, DoesNotCallAPartLowerThatIsTurned) {
  const Bytes file = test::ReadFile(test::Fixture("image/orientation_3.jpg"));
  const auto decoded = DecodePicture(test::Cut(file, file.size() - 60));
  ASSERT_TRUE(decoded.has_value());
  EXPECT_TRUE(decoded->damage.ends_with(" % of the picture is missing")) << decoded->damage;
}

}  // namespace
}  // namespace glance
