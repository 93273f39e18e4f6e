#include "infer/against_oracle.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "infer/network.h"
#include "infer/oracle.h"
#include "support/expect_error.h"

namespace glance::test {
namespace {

void ExpectWithin(std::span<const float> values, const Map& want) {
  ASSERT_EQ(values.size(), want.values.size());
  for (size_t i = 0; i < values.size(); ++i) {
    ASSERT_LE(std::abs(values[i] - want.values[i]), want.errors[i])
        << "value " << i << " of " << want.height << " x " << want.width << " x " << want.channels
        << " is " << values[i] << ", want " << want.values[i];
  }
}

}  // namespace

void ExpectOraclesAnswers(const Result<Model>& model, RandomNumbers& random) {
  ASSERT_TRUE(model) << ErrorOf(model);
  const auto height_px = static_cast<uint32_t>(model->preprocess.crop_height_px);
  const auto width_px = static_cast<uint32_t>(model->preprocess.crop_width_px);
  auto network = Network::Create(*model, {.height_px = height_px, .width_px = width_px});
  ASSERT_TRUE(network) << ErrorOf(network);
  const std::vector<float> image = random.Floats(network->input().size(), -2, 2);
  std::copy(image.begin(), image.end(), network->input().begin());
  const auto run = network->Run();
  ASSERT_TRUE(run) << ErrorOf(run);

  Map input(height_px, width_px, 3);
  std::copy(image.begin(), image.end(), input.values.begin());
  const std::vector<Map> want = Evaluate(*model, input);
  ExpectWithin(network->features(), want[model->graph.features]);
  ExpectWithin(network->logits(), want[model->graph.logits]);
}

}  // namespace glance::test
