// PNG, GIF and BMP files with bytes changed at random: each gives a picture or a typed error,
// quickly, and the next picture is right. Mutated JPEGs: jpeg_seeds_test.cc.
#include <gtest/gtest.h>

#include <ctime>

#include "png_maker.h"
#include "support/expect_error.h"
#include "support/fault_report.h"
#include "support/random_numbers.h"
#include "support/shared_data.h"

namespace glance {
namespace {

using test::Bytes;

constexpr int kMutationsOfEach = 25;

// Up to eight bytes changed behind the first eight, which name the format.
Bytes Mutated(Bytes file, test::RandomNumbers& random) {
  for (uint32_t changes = random.Int(1, 8); changes > 0; --changes) {
    const uint32_t at = random.Int(8, static_cast<uint32_t>(file.size() - 1));
    file[at] =
        static_cast<uint8_t>(random.Bool() ? random.Int(0, 255) : file[at] ^ 1 << random.Int(0, 7));
  }
  return file;
}

struct Outcome {
  int files = 0, pictures = 0;
  double slowest_ms = 0;  // of processor time

  void Decode(const Bytes& file, const std::string& name) {
    const std::clock_t before = std::clock();
    const auto decoded = DecodePicture(file);
    const double ms = 1000.0 * static_cast<double>(std::clock() - before) / CLOCKS_PER_SEC;
    EXPECT_LT(ms, 1000) << name;
    slowest_ms = std::max(slowest_ms, ms);
    if (!decoded) test::ExpectTyped(decoded.error());
    ++files;
    pictures += decoded ? 1 : 0;
  }
  void Report(const std::string& what) const {
    test::ReportFault(3, std::to_string(files) + " mutated " + what + ": " +
                             std::to_string(pictures) +
                             " pictures, the others refused, each within " +
                             std::to_string(static_cast<int>(slowest_ms) + 1) + " ms");
  }
};

// Half of them with checksums that are right again, so that the decoder itself sees them.
TEST(Mutated, PngsGiveAPictureOrATypedError) {
  NEED_SHARED_DATA("pngsuite");
  test::RandomNumbers random(3);
  Outcome outcome;
  for (const std::string& name : test::FilesIn(test::SharedData("pngsuite/png"), ".png")) {
    const Bytes file = test::ReadFile(test::SharedData("pngsuite/png/" + name));
    for (int i = 0; i < kMutationsOfEach; ++i) {
      const Bytes mutated = Mutated(file, random);
      outcome.Decode(i % 2 == 0 ? mutated : test::WithRightChecksums(mutated), name);
    }
  }
  EXPECT_EQ(outcome.files, 175 * kMutationsOfEach);
  EXPECT_GT(outcome.pictures, 100);
  const auto next = DecodePicture(test::ReadFile(test::Fixture("image/rgb_8.png")));
  ASSERT_TRUE(next.has_value());
  const Image reference = test::ReadPpm(test::Fixture("image/rgb_8.png.ppm"));
  EXPECT_EQ(test::LargestDifference(next->image, reference), 0);
  outcome.Report("PNGs");
}

TEST(Mutated, GifsAndBmpsAreRefused) {
  test::RandomNumbers random(4);
  Outcome outcome;
  for (const char* name : {"still.gif", "moving.gif", "rgb.bmp", "palette.bmp"}) {
    const Bytes file = test::ReadFile(test::Fixture(std::string("formats/") + name));
    for (int i = 0; i < kMutationsOfEach; ++i) outcome.Decode(Mutated(file, random), name);
  }
  EXPECT_EQ(outcome.pictures, 0);
  outcome.Report("GIFs and BMPs");
}

}  // namespace
}  // namespace glance
