// Fault 24: whichever block of memory is refused while a network is loaded or a picture classified,
// the answer is an error with a code, nothing is leaked, and the next call is right.
#include <gtest/gtest.h>

#include <array>
#include <string_view>

#include "base/error_codes.h"
#include "classifier/counted_allocations.h"
#include "classifier/lite0.h"
#include "support/fault_report.h"

namespace glance {
namespace {

constexpr size_t kMostBlocks = 100'000;

// Calls `attempt` with the first block refused, then the second, and so on until none is; its
// result must be an error whenever one was. Returns how many there are.
template <typename Attempt>
size_t RefuseEachBlock(Attempt attempt) {
  for (size_t n = 1; n < kMostBlocks; ++n) {
    const int64_t live = test::LiveBlockCount();
    test::RefuseAllocation(n);
    const std::string_view code = attempt();
    const bool was_refused = test::WasAllocationRefused();
    test::RefuseAllocation(0);
    EXPECT_EQ(test::LiveBlockCount(), live) << "block " << n << " refused: " << code;
    if (!was_refused) {
      EXPECT_EQ(code, "");
      return n - 1;
    }
    EXPECT_EQ(code, error_code::kMemoryExhausted) << "block " << n;
    if (testing::Test::HasFailure()) return n;
  }
  ADD_FAILURE() << "more than " << kMostBlocks << " blocks";
  return 0;
}

// The code of `error`, which need not live on; it takes no block of its own.
std::string_view Kept(const Error& error) {
  static std::array<char, 64> kept;
  return {kept.data(), error.code.copy(kept.data(), kept.size())};
}

template <typename T>
std::string_view CodeOf(const Result<T>& result) {
  return result ? std::string_view() : Kept(result.error());
}

void ExpectEspresso(Classifier& classifier) {
  const auto result = test::ClassifyFixture(classifier, test::kEspresso, {.top_k = 1});
  ASSERT_TRUE(result);
  EXPECT_EQ(result->predictions.front().index, test::kEspressoClass);
}

// Called with the weights' own file name: int8 and float32 ask for different blocks.
void Report(std::string_view when, size_t blocks) {
  const auto* test = testing::UnitTest::GetInstance()->current_test_info();
  const bool is_int8 =
      std::string_view(test->value_param()).find("float32") == std::string_view::npos;
  test::ReportFault(24, std::string(is_int8 ? "int8" : "float32") + ": each of " +
                            std::to_string(blocks) + " blocks refused while " + std::string(when));
}

class OutOfMemory : public testing::TestWithParam<const char*> {};

TEST_P(OutOfMemory, WhileLoadingIsAnErrorAndTheNextOneLoads) {
  {
    ASSERT_TRUE(test::LoadLite0({.threads = 1}, GetParam()));
  }  // what is made once is made now
  const auto file = test::Lite0File(GetParam());
  const size_t blocks = RefuseEachBlock([&] {
    auto copy = Buffer<uint8_t>::CopyOf(file.span());
    return copy ? CodeOf(Classifier::Load(*std::move(copy), {.threads = 1})) : CodeOf(copy);
  });
  RecordProperty("blocks", static_cast<int>(blocks));
  EXPECT_GT(blocks, 20u);
  auto classifier = test::LoadLite0({.threads = 1}, GetParam());
  ASSERT_TRUE(classifier);
  ExpectEspresso(*classifier);
  Report("loading", blocks);
}

TEST_P(OutOfMemory, WhileClassifyingIsAnErrorAndTheNextPictureIsAnswered) {
  auto classifier = test::LoadLite0({.threads = 1}, GetParam());
  ASSERT_TRUE(classifier);
  size_t all = 0;
  for (const char* picture : {test::kEspresso, "image/orientation_6.jpg"}) {
    const auto file = test::ReadFile(test::Fixture(picture));
    const ClassifyOptions options{.heat_map = true, .view = true};
    ASSERT_TRUE(classifier->Classify(file, options));
    const size_t blocks =
        RefuseEachBlock([&] { return CodeOf(classifier->Classify(file, options)); });
    EXPECT_GT(blocks, 3u) << picture;
    ExpectEspresso(*classifier);
    all += blocks;
  }
  Report("classifying", all);
}

INSTANTIATE_TEST_SUITE_P(Weights, OutOfMemory,
                         testing::Values(GLANCE_FLOAT32_MODEL_FILE, GLANCE_MODEL_FILE));

}  // namespace
}  // namespace glance
