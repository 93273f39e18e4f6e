// What networks take by hand, and that what takes too much is refused before it is compiled.
#include "model/budget.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "base/error_codes.h"
#include "model/one_operation.h"
#include "model/tiny_model.h"
#include "support/expect_error.h"

namespace glance::test {
namespace {

NetworkNeeds NeedsAt(const Model& model, uint32_t height_px, uint32_t width_px) {
  const auto shapes = InferShapes(model, height_px, width_px);
  EXPECT_TRUE(shapes) << ErrorOf(shapes);
  return shapes ? NeedsOf(model, *shapes) : NetworkNeeds{};
}

constexpr double kImage = 10 * 10 * 3 * 4;  // bytes of the input in the tests of one operation

TEST(Budget, ConvolutionTakesItsPackedWeightsPointersAndValues) {
  const Conv2d conv{.input = 0, .weights = {.weight = 0}, .padding = {.same = true}};
  const auto needs = NeedsAt(OneOperation(conv, {{33, 3, 3, 3}}), 10, 10);
  // 33 outputs are packed as 64; 9 pointers of 8 bytes for each of 100 windows.
  EXPECT_EQ(needs.bytes, 64 * 27 * 4 + 100 * 9 * 8 + kImage + 33 * 100 * 4);
  EXPECT_EQ(needs.multiply_adds, 64 * 27 * 100);
}

TEST(Budget, EachGroupIsPackedByItself) {
  const Conv2d conv{.input = 0, .weights = {.weight = 0}, .groups = 3};
  const auto needs = NeedsAt(OneOperation(conv, {{6, 1, 1, 1}}), 10, 10);
  EXPECT_EQ(needs.multiply_adds, 3 * 32 * 100);
  EXPECT_EQ(needs.bytes, 3 * 32 * 4 + kImage + 6 * 100 * 4);
}

TEST(Budget, GroupsOfOneChannelAreDepthwise) {
  const Conv2d conv{.input = 0, .weights = {.weight = 0}, .groups = 3};
  EXPECT_EQ(NeedsAt(OneOperation(conv, {{3, 1, 1, 1}}), 10, 10).multiply_adds, 32 * 100);
}

TEST(Budget, OtherOperationsCountSixteenTimesTheirElements) {
  const auto sigmoid =
      NeedsAt(OneOperation(Unary{.kind = UnaryKind::kSigmoid, .input = 0}), 10, 10);
  EXPECT_EQ(sigmoid.multiply_adds, 16 * 300);
  EXPECT_EQ(sigmoid.bytes, 2 * kImage);  // input and output
  const auto hard =
      NeedsAt(OneOperation(Unary{.kind = UnaryKind::kHardSigmoid, .input = 0}), 10, 10);
  EXPECT_EQ(hard.bytes, 3 * kImage);  // and the value in between
  const auto mean = NeedsAt(OneOperation(GlobalAveragePool{.input = 0}), 10, 10);
  EXPECT_EQ(mean.multiply_adds, 16 * 300);
}

TEST(Budget, PoolsThatLeavePixelsOutComputeAllWindows) {
  const auto pool = [](uint32_t stride) {
    return OneOperation(MaxPool{.input = 0, .kernel = {2, 2}, .stride = {stride, stride}});
  };
  EXPECT_EQ(NeedsAt(pool(2), 10, 10).multiply_adds, 16 * 4 * 25 * 3);
  EXPECT_EQ(NeedsAt(pool(3), 10, 10).multiply_adds, 16 * 4 * 100 * 3);
}

// `count` sigmoids of the image, then their sum.
std::string Fan(int count) {
  std::string operations;
  const auto name = [](const char* of, int i) { return "\"" + (of + std::to_string(i)) + "\""; };
  for (int i = 0; i < count; ++i) {
    operations += R"({"op": "sigmoid", "input": "image", "output": )" + name("s", i) + "}, ";
  }
  for (int i = 1; i < count; ++i) {
    operations += R"({"op": "add", "inputs": [)" + (i == 1 ? name("s", 0) : name("t", i - 1)) +
                  ", " + name("s", i) + R"(], "output": )" + name("t", i) + "}, ";
  }
  return operations + R"({"op": "global_average_pool", "input": )" + name("t", count - 1) +
         R"(, "output": "logits"})";
}

Result<Model> LoadFan(int count, uint32_t side_px) {
  Document document{.height_px = side_px, .width_px = side_px, .classes = 3};
  document.operations = Fan(count);
  return LoadTiny(document.Text(), {});
}

TEST(Budget, CountsWhatIsAliveAtTheSameTime) {
  const auto model = LoadFan(5, 16);
  ASSERT_TRUE(model) << ErrorOf(model);
  constexpr double kValue = 16 * 16 * 3 * 4;
  // At the first sum: the image, five sigmoids, and the sum.
  EXPECT_EQ(NeedsAt(*model, 16, 16).bytes, 7 * kValue);
  EXPECT_EQ(NeedsAt(*model, 32, 32).bytes, 4 * 7 * kValue);
}

TEST(Budget, ValuesThatNobodyNeedsDoNotCount) {
  const auto model = LoadTinyAfter(R"({"op": "sigmoid", "input": "image", "output": "unread"})");
  const auto tiny = LoadTiny(TinyDocument());
  ASSERT_TRUE(model && tiny);
  EXPECT_EQ(NeedsAt(*model, 8, 8).bytes, NeedsAt(*tiny, 8, 8).bytes);
}

// A value that one operation reads twice is freed once.
TEST(Budget, AValueReadTwiceCountsOnce) {
  Document document{.classes = 12};
  document.operations =
      R"({"op": "concat", "inputs": ["image", "image"], "output": "six"},
         {"op": "concat", "inputs": ["six", "six"], "output": "twelve"},
         {"op": "global_average_pool", "input": "twelve", "output": "logits"})";
  const auto model = LoadTiny(document.Text(), {});
  ASSERT_TRUE(model) << ErrorOf(model);
  constexpr double kValue = 8 * 8 * 3 * 4;
  // At the last concat: the image, six and twelve channels, and two values of twelve in between.
  EXPECT_EQ(NeedsAt(*model, 8, 8).bytes, kValue * (1 + 2 + 4 + 2 * 4));
}

TEST(Budget, IsHeldAtTheLimitAndRefusedOnePast) {
  EXPECT_TRUE(CheckBudget({kNetworkBytes, kNetworkMultiplyAdds}, 1));
  ExpectError(CheckBudget({kNetworkBytes + 1, 0}, 1), error_code::kModelTooLarge,
              "wants 1,025 MiB of memory and 0 million multiply-adds a picture; allowed are 1,024 "
              "MiB and 100,000 million");
  ExpectError(CheckBudget({0, 1.5 * kNetworkMultiplyAdds}, 1), error_code::kModelTooLarge,
              "wants 0 MiB of memory and 150,000 million multiply-adds");
  EXPECT_TRUE(CheckBudget({2 * kNetworkBytes, 2 * kNetworkMultiplyAdds}, 2));
  ExpectError(CheckBudget({1e300, 1e300}, 1000), error_code::kModelTooLarge, "network_budget");
}

// Some kilobytes that would take some gigabytes.
TEST(Budget, ASmallFileMayWantGigabytes) {
  const auto model = LoadFan(4, 4096);
  ASSERT_TRUE(model) << ErrorOf(model);
  EXPECT_LT(model->file.size(), 12'000U);
  const auto needs = NeedsAt(*model, 4096, 4096);
  EXPECT_GT(needs.bytes, kNetworkBytes);
  ExpectError(CheckBudget(needs, 1), error_code::kModelTooLarge, "the network wants");
  EXPECT_TRUE(CheckBudget(needs, 2));
}

}  // namespace
}  // namespace glance::test
