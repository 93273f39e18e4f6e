// In this program only so many threads may be there at a time: a network that asks for more has
// fewer, and answers.
#include <gtest/gtest.h>
#include <pthread.h>

#include <atomic>
#include <cerrno>
#include <limits>

#include "infer/run_network.h"
#include "infer/sketch.h"
#include "support/expect_error.h"
#include "support/fault_report.h"

namespace {

std::atomic<int> live_threads = 0;
int most_threads = std::numeric_limits<int>::max();

}  // namespace

extern "C" {
int __real_pthread_create(pthread_t* thread, const pthread_attr_t* attributes,
                          void* (*start)(void*), void* argument);
int __real_pthread_join(pthread_t thread, void** result);

int __wrap_pthread_create(pthread_t* thread, const pthread_attr_t* attributes,
                          void* (*start)(void*), void* argument) {
  if (live_threads >= most_threads) return EAGAIN;
  ++live_threads;
  return __real_pthread_create(thread, attributes, start, argument);
}
int __wrap_pthread_join(pthread_t thread, void** result) {
  --live_threads;
  return __real_pthread_join(thread, result);
}
}

namespace glance::test {
namespace {

TEST(RefusedThreads, NetworksAnswerWithThoseThatThereAre) {
  constexpr int kWanted = 8;
  Sketch sketch(5, 20, 20);
  const auto model = sketch.Finish(
      sketch.Append("conv2d", Named("input", "image") + ", \"weight\": " +
                                  sketch.Tensor({32, 3, 3, 3}) + R"(, "padding": "same")"),
      32);
  ASSERT_TRUE(model) << ErrorOf(model);
  auto alone = Network::Create(*model, OwnSize(*model));
  ASSERT_TRUE(alone) << ErrorOf(alone);
  const auto image = RandomNumbers(1).Floats(alone->input().size());
  const auto want = LogitsOf(*alone, image);
  for (int others = 0; others <= kWanted; ++others) {
    most_threads = others;
    {
      auto network = Network::Create(*model, OwnSize(*model, kWanted));
      ASSERT_TRUE(network) << ErrorOf(network);
      EXPECT_EQ(live_threads, std::min(others, kWanted - 1));
      EXPECT_EQ(LogitsOf(*network, image), want) << others;
    }
    EXPECT_EQ(live_threads, 0);
  }
  most_threads = std::numeric_limits<int>::max();
  ReportFault(29, "8 threads wanted, 0 to 8 given: 9 of 9 answer without a hang");
}

}  // namespace
}  // namespace glance::test
