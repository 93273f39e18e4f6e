// Pools of 1 to 8 threads, again and again: no run hangs, and each answers as one thread does.
// (ctest ends a program that hangs.)
#include <gtest/gtest.h>

#include <cstdlib>
#include <string>

#include "infer/run_network.h"
#include "infer/sketch.h"
#include "support/expect_error.h"
#include "support/fault_report.h"

namespace glance::test {
namespace {

// GLANCE_THREAD_RUNS with each number of threads; 20 where nobody says.
int RunCount() {
  const char* count = std::getenv("GLANCE_THREAD_RUNS");
  const int runs = count == nullptr ? 0 : std::atoi(count);
  return runs > 0 ? runs : 20;
}

// Layers that are divided between threads in different ways.
Result<Model> DividedModel() {
  Sketch sketch(29, 24, 24);
  const std::string wide = sketch.Append(
      "conv2d", Named("input", "image") + ", \"weight\": " + sketch.Tensor({32, 3, 3, 3}) +
                    R"(, "padding": "same", "clamp": [0, 6])");
  const std::string deep = sketch.Append(
      "depthwise_conv2d", Named("input", wide) + ", \"weight\": " + sketch.Tensor({1, 3, 3, 32}) +
                              R"(, "padding": "same")");
  const std::string sum = sketch.Append("add", Inputs({wide, deep}));
  const std::string pool = sketch.Append(
      "max_pool", Named("input", sum) + ", " + Pair("kernel", 2, 2) + ", " + Pair("stride", 2, 2));
  return sketch.Finish(sketch.Append("hard_swish", Named("input", pool)), 32);
}

TEST(Threads, PoolsOfOneToEightAnswerAsOneDoesInEveryRun) {
  const auto model = DividedModel();
  ASSERT_TRUE(model) << ErrorOf(model);
  auto alone = Network::Create(*model, OwnSize(*model));
  ASSERT_TRUE(alone) << ErrorOf(alone);
  const auto image = RandomNumbers(1).Floats(alone->input().size());
  const auto want = LogitsOf(*alone, image);
  const int runs = RunCount();
  for (int threads = 1; threads <= 8; ++threads) {
    auto network = Network::Create(*model, OwnSize(*model, threads));
    ASSERT_TRUE(network) << ErrorOf(network);
    for (int run = 0; run < runs; ++run) ASSERT_EQ(LogitsOf(*network, image), want) << threads;
  }
  ReportFault(29, "pools of 1 to 8 threads, " + std::to_string(runs) +
                      " runs each: no hang, answers equal");
}

#if !defined(__EMSCRIPTEN__)  // whose workers come back when the program returns to JavaScript
// A pool is made and ended with each network.
TEST(Threads, PoolsComeAndGo) {
  const auto model = DividedModel();
  ASSERT_TRUE(model) << ErrorOf(model);
  const int runs = RunCount();
  for (int run = 0; run < runs; ++run) {
    auto network = Network::Create(*model, OwnSize(*model, 1 + run % 8));
    ASSERT_TRUE(network) << ErrorOf(network);
    ASSERT_TRUE(network->Run());
  }
  ReportFault(29, std::to_string(runs) + " pools made, used once and ended");
}
#endif

}  // namespace
}  // namespace glance::test
