// Weight files made to lie are refused by code, and before memory is taken for what they claim.
#include "model/hostile_weights.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "model/counted_bytes.h"
#include "model/tiny_model.h"
#include "support/expect_error.h"
#include "support/fault_report.h"
#include "support/load_bytes.h"

namespace glance::test {
namespace {

// What its header's JSON becomes: yyjson copies the text and keeps 16 bytes for each value, of
// which there is one in two bytes at most ("0,0,"), in a block that grows by half.
constexpr int64_t kMostOfTheFile = 14;
constexpr int64_t kMostBeside = 16 * 1024;

TEST(HostileWeights, EachIsRefusedWithoutTakingWhatItClaims) {
  const auto all = AllHostileWeights();
  EXPECT_GE(all.size(), 60u);
  double most = 0;
  for (const auto& [lie, file] : all) {
    const std::string name = lie.substr(0, 200);
    CountFromZero();
    const auto model = LoadBytes(file);
    const int64_t peak = PeakBytes();
    ASSERT_FALSE(model) << name;
    EXPECT_TRUE(model.error().code.starts_with("model/")) << name << ": " << model.error().code;
    const auto file_bytes = static_cast<int64_t>(file.size());
    EXPECT_LE(peak, kMostOfTheFile * file_bytes + kMostBeside) << name;
    if (file_bytes > kMostBeside)
      most = std::max(most, static_cast<double>(peak) / static_cast<double>(file_bytes));
  }
  const std::string count = std::to_string(all.size());
  ReportFault(15, count + " of " + count + " hand-made files refused");
  ReportFault(15, "memory for one of nothing but JSON: at most " +
                      std::to_string(static_cast<int>(most + 1)) + " times the file");
}

// "[[[[" would be 16 bytes for each byte of text: it is refused before anything is built. The test
// itself keeps a copy of the file.
TEST(HostileWeights, NestingTakesNoMemory) {
  for (const size_t depth : {60u, 398u, 4'000u, 1'000'000u}) {
    std::string header = "{\"a\":";
    header.append(depth, '[');
    const auto file = ContainerBytes(header);
    CountFromZero();
    const auto model = LoadBytes(file);
    const int64_t peak = PeakBytes();
    ASSERT_FALSE(model);
    EXPECT_EQ(model.error().code, "model/bad-header") << depth;
    EXPECT_LE(peak, 2 * static_cast<int64_t>(file.size()) + (4 << 10)) << depth;
  }
  ReportFault(42, "4 of 4 files that nest refused within 2 times the file and 4 KiB");
}

// The tiny model with a tensor of a megabyte that nothing reads.
std::vector<uint8_t> HonestLargeFile() {
  std::vector<FileTensor> tensors = TinyTensors();
  tensors.push_back({"spare", {1 << 18}, std::vector<float>(1 << 18)});
  return ModelFileBytes(TinyDocument(), tensors);
}

// Where weights are more than words, as in every real file, memory is the file and a little.
TEST(HostileWeights, LoadingWeightsTakesLessThanTwiceTheFile) {
  std::vector<uint8_t> file = HonestLargeFile();
  for (const uint8_t last : {uint8_t{0}, uint8_t{1}}) {  // honest, then with a tail that lies
    if (last == 1) file.push_back(0);
    CountFromZero();
    const auto model = LoadBytes(file);
    EXPECT_EQ(model.has_value(), last == 0) << ErrorOf(model);
    EXPECT_LT(PeakBytes(), 2 * static_cast<int64_t>(file.size()));
  }
  ReportFault(15, "memory for one of weights: less than 2 times the file");
}

}  // namespace
}  // namespace glance::test
