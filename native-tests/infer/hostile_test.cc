// Changed weight files that still load, and graphs that ask for too much: the backend answers or
// gives a typed error.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "base/error_codes.h"
#include "infer/run_network.h"
#include "infer/sketch.h"
#include "support/expect_error.h"
#include "support/fault_report.h"
#include "support/files.h"
#include "support/fixture_models.h"
#include "support/load_bytes.h"

namespace glance::test {
namespace {

// Whether the network answered.
bool RunChanged(const Model& model) {
  auto network = Network::Create(model, OwnSize(model));
  if (!network) {
    ExpectTyped(network.error());
    return false;
  }
  const auto image = RandomNumbers(1).Floats(network->input().size());
  std::copy(image.begin(), image.end(), network->input().begin());
  const auto run = network->Run();
  if (!run) ExpectTyped(run.error());
  return run.has_value();
}

TEST(Hostile, EachBitFlipThatLoadsIsAnAnswerOrATypedError) {
  constexpr int kFlipsPerFile = 70;
  RandomNumbers random(3);
  int loaded = 0, answered = 0;
  for (const auto& path : FixtureModels()) {
    std::vector<uint8_t> bytes = ReadFile(path);
    for (int i = 0; i < kFlipsPerFile; ++i) {
      const uint32_t bit = random.Int(0, static_cast<uint32_t>(bytes.size() * 8 - 1));
      const auto mask = static_cast<uint8_t>(1 << (bit % 8));
      bytes[bit / 8] ^= mask;
      SCOPED_TRACE(path.string() + " bit " + std::to_string(bit));
      if (const auto model = LoadBytes(bytes); model) {
        ++loaded;
        answered += RunChanged(*model) ? 1 : 0;
      }
      bytes[bit / 8] ^= mask;
    }
  }
  EXPECT_GT(loaded, 500);
  EXPECT_GT(answered, 500);
}

// Every number of the graph replaced by others, one at a time.
TEST(Hostile, EachChangedNumberIsAnAnswerOrATypedError) {
  for (const auto& path : FixtureModels()) {
    const std::vector<uint8_t> bytes = ReadFile(path);
    const std::string text(bytes.begin(), bytes.end());
    const size_t graph = text.find("graph");
    const size_t end = text.find("]}}\"");
    ASSERT_NE(graph, std::string::npos);
    for (size_t at = graph; at < std::min(end, text.size()); ++at) {
      if (text[at] < '0' || text[at] > '9') continue;
      for (const char digit : {'0', '1', '2', '3', '7', '9'}) {
        std::vector<uint8_t> changed = bytes;
        changed[at] = static_cast<uint8_t>(digit);
        SCOPED_TRACE(path.string() + " byte " + std::to_string(at) + " " + digit);
        if (const auto model = LoadBytes(changed); model) RunChanged(*model);
      }
    }
  }
}

// Eight values of 512 MiB alive at once: more than the budget, and more than 32 bits can address.
TEST(Hostile, ValuesThatDoNotFitTogetherAreATypedError) {
  Sketch sketch(1, 128, 128);
  std::string value = "image";
  uint32_t channels = 3;
  for (; channels < 8192; channels *= 2) {
    value = sketch.Append("concat", Inputs({value, value}));
  }
  std::vector<std::string> all;
  for (int i = 0; i < 8; ++i) all.push_back(sketch.Append("sigmoid", Named("input", value)));
  std::string sum = all[0];
  for (const auto& other : all) sum = sketch.Append("add", Inputs({sum, other}));
  const auto model = sketch.Finish(sum, channels);
  ASSERT_TRUE(model) << ErrorOf(model);
  NetworkOptions options = OwnSize(*model);
  ExpectError(Network::Create(*model, options), error_code::kModelTooLarge, "the network wants");
  ReportFault(39, "a file of " + std::to_string(model->file.size() >> 10) +
                      " KiB that wants 4 GiB is refused before it is compiled");
  if (sizeof(size_t) > 4) return;  // 64 bits address all of them, and would do so
  options.budget = 1000;
  ExpectError(Network::Create(*model, options), error_code::kModelTooLarge, "too large");
}

}  // namespace
}  // namespace glance::test
