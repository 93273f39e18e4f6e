// Fault 27: however many pictures are classified and weights loaded, as much memory is in use as
// after the first hundred. GLANCE_SOAK says how many pictures (`make soak`: 10,000).
#include <gtest/gtest.h>
#include <malloc.h>

#include <algorithm>
#include <cstdlib>
#include <functional>
#include <string>
#include <thread>
#include <vector>

#include "classifier/counted_allocations.h"
#include "classifier/lite0.h"
#include "support/fault_report.h"
#include "support/images.h"

namespace glance {
namespace {

constexpr int kRound = 100;
constexpr int kRounds = 3;

// What starting a thread takes differs from one to the next; one block of malloc's smallest size
// (32 bytes) a picture would be 12 times as much after one more round.
constexpr size_t kThreadBytes = 256;

int Rounds() {
  const char* wanted = std::getenv("GLANCE_SOAK");
  return wanted == nullptr ? kRounds : std::max(kRounds, std::atoi(wanted) / kRound);
}

// Small and large, upright and turned, with and without colours; the last ones are refused.
std::vector<std::vector<uint8_t>> Pictures() {
  std::vector<std::vector<uint8_t>> files;
  for (const char* name : {"classifier/coffee_square.png", "classifier/stripe_very_wide.png",
                           "classifier/one_pixel.png", "classifier/checks_tall_grey.png",
                           "image/orientation_6.jpg", "image/progressive.jpg", "image/rgb_16.png",
                           "image/cmyk.jpg", "image/bomb_20000x20000.png"}) {
    files.push_back(test::ReadFile(test::Fixture(name)));
  }
  files.push_back(files.front());
  files.back().resize(files.back().size() / 2);
  return files;
}

void ClassifyOne(Classifier& classifier, const std::vector<std::vector<uint8_t>>& files, int i) {
  const ClassifyOptions options{.heat_map = i % 4 == 1, .view = i % 5 == 2};
  if (i % 20 == 7) {
    EXPECT_TRUE(classifier.ClassifyImage(test::BlackPicture(40 * i % 1999 + 1, 1200), options));
    return;
  }
  const size_t file = i % files.size();
  EXPECT_EQ(classifier.Classify(files[file], options).has_value(), file + 2 < files.size()) << file;
}

void ClassifyAll(Classifier& classifier, const std::vector<std::vector<uint8_t>>& files) {
  for (int i = 0; i < kRound / 2; ++i) ClassifyOne(classifier, files, i);
}

// Loads the weights and classifies the same pictures twice: the second time leaves nothing behind.
void Round(const std::vector<std::vector<uint8_t>>& files) {
  auto classifier = test::LoadLite0();
  ASSERT_TRUE(classifier);
  ClassifyAll(*classifier, files);
  const int64_t blocks = test::LiveBlockCount();
  ClassifyAll(*classifier, files);
  EXPECT_EQ(test::LiveBlockCount(), blocks);
}

// As malloc itself counts, in its heap and in blocks that are mapped one by one.
size_t LiveBytes() {
  const auto info = mallinfo2();
  return info.uordblks + info.hblkhd;
}

TEST(Soak, AfterTheFirstHundredNoMoreMemoryIsInUse) {
  const auto files = Pictures();
  const int rounds = Rounds();
  size_t after_first = 0;
  size_t now = 0;
  for (int round = 1; round <= rounds; ++round) {
    // malloc counts what it keeps for a thread as in use until the thread ends.
    std::thread(Round, std::cref(files)).join();
    now = LiveBytes();
    if (round == 1) after_first = now;
    ASSERT_LE(now, after_first + kThreadBytes) << "after " << round * kRound << " pictures";
    ASSERT_FALSE(HasFailure());
  }
  test::ReportFault(27, std::to_string(rounds * kRound) + " classifications, " +
                            std::to_string(rounds) + " reloads: " + std::to_string(after_first) +
                            " bytes in use after the first hundred, then " + std::to_string(now));
}

}  // namespace
}  // namespace glance
