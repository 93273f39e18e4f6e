// Weights, scales, means and deviations that are not finite, denormal or as large as they get: the
// file or the picture is refused by code, or the scores are finite and sum to 1.
#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <limits>
#include <string>
#include <vector>

#include "classifier/lite0.h"
#include "model/safetensors.h"
#include "model/tiny_model.h"
#include "support/expect_error.h"
#include "support/fault_report.h"
#include "support/fixture_models.h"

namespace glance {
namespace {

using Limits = std::numeric_limits<float>;
using Bytes = std::vector<uint8_t>;

constexpr float kBadValues[] = {Limits::quiet_NaN(),  Limits::infinity(), -Limits::infinity(),
                                Limits::denorm_min(), Limits::max(),      Limits::lowest()};

struct Outcome {
  int refused = 0, answered = 0;

  int all() const { return refused + answered; }
  void Refuse(const Error& error) {
    test::ExpectTyped(error);
    ++refused;
  }
};

void ExpectFinite(const Classifier& classifier, const Classification& result) {
  double sum = 0;
  for (const float score : classifier.scores()) {
    EXPECT_TRUE(std::isfinite(score));
    sum += static_cast<double>(score);
  }
  EXPECT_NEAR(sum, 1.0, 1e-5);
  EXPECT_TRUE(std::isfinite(result.entropy_bits));
  if (!result.heat_map) return;
  for (const float value : result.heat_map->values.span()) EXPECT_TRUE(std::isfinite(value));
}

void Try(const Bytes& file, Outcome& outcome) {
  auto copy = Buffer<uint8_t>::CopyOf(file);
  ASSERT_TRUE(copy);
  auto classifier = Classifier::Load(*std::move(copy));
  if (!classifier) return outcome.Refuse(classifier.error());
  const auto picture = test::ReadFile(test::Fixture("image/rgb_420.jpg"));
  for (const bool heat_map : {false, true}) {
    const auto result = classifier->Classify(picture, {.heat_map = heat_map});
    if (!result) {
      outcome.Refuse(result.error());
      continue;
    }
    ExpectFinite(*classifier, *result);
    ++outcome.answered;
  }
}

// `file` with the first value of the tensor, or all of them, replaced.
Bytes WithValue(Bytes file, size_t begin, size_t byte_count, float value) {
  for (size_t at = begin; at < begin + byte_count; at += sizeof value) {
    std::memcpy(file.data() + at, &value, sizeof value);
  }
  return file;
}

void Report(const Outcome& outcome, const std::string& what) {
  test::ReportFault(31, std::to_string(outcome.all()) + " classifications with bad " + what + ": " +
                            std::to_string(outcome.refused) + " refused by code, " +
                            std::to_string(outcome.answered) + " finite with a sum of 1");
}

// Each operation of models/FORMAT.md, in float32 and int8, is in one of these networks.
TEST(NotFinite, WeightsAndScalesAreRefusedOrTheScoresAreFinite) {
  Outcome outcome;
  for (const auto& path : test::FixtureModels()) {
    const Bytes file = test::ReadFile(path);
    const auto parsed = ParseSafetensors(file);
    ASSERT_TRUE(parsed) << test::ErrorOf(parsed);
    for (const SafetensorsEntry& entry : parsed->entries) {
      if (entry.type != "F32") continue;
      const auto begin = static_cast<size_t>(entry.bytes.data() - file.data());
      for (const float value : kBadValues) {
        for (const size_t byte_count : {sizeof value, entry.bytes.size()}) {
          SCOPED_TRACE(path.string() + " " + entry.name + " " + std::to_string(value));
          Try(WithValue(file, begin, byte_count, value), outcome);
        }
      }
    }
  }
  EXPECT_GT(outcome.refused, 100);
  EXPECT_GT(outcome.answered, 100);
  Report(outcome, "weights and scales");
}

// What would make pixels that are not finite.
TEST(NotFinite, MeansAndDeviationsAreRefusedOrTheScoresAreFinite) {
  Outcome outcome;
  for (const char* const name : {"mean", "std"}) {
    for (const char* const value :
         {"0", "1e-46", "1e-42", "1e-38", "1e30", "1e38", "1e39", "1e400", "-1", "NaN"}) {
      SCOPED_TRACE(std::string(name) + " " + value);
      const std::string before =
          std::string("\"") + name + "\": [" + (name[0] == 'm' ? "127" : "128");
      const std::string after = std::string("\"") + name + "\": [" + value;
      Try(test::ModelFileBytes(test::Replaced(test::TinyDocument(), before, after),
                               test::TinyTensors()),
          outcome);
    }
  }
  EXPECT_GT(outcome.refused, 5);
  EXPECT_GT(outcome.answered, 5);
  Report(outcome, "means and deviations");
}

}  // namespace
}  // namespace glance
