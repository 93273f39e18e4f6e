// Short ways from a loaded model to its answers, for tests that make claims about them.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <span>
#include <utility>
#include <vector>

#include "infer/network.h"
#include "support/expect_error.h"

namespace glance::test {

// The model's own input size.
inline NetworkOptions OwnSize(const Model& model, int threads = 1) {
  return {.height_px = static_cast<uint32_t>(model.preprocess.crop_height_px),
          .width_px = static_cast<uint32_t>(model.preprocess.crop_width_px),
          .threads = threads};
}

// Copies `image` into the network's input, runs it, and returns the logits.
inline std::vector<float> LogitsOf(Network& network, std::span<const float> image) {
  EXPECT_EQ(network.input().size(), image.size());
  std::copy_n(image.begin(), std::min(image.size(), network.input().size()),
              network.input().begin());
  const auto run = network.Run();
  EXPECT_TRUE(run) << ErrorOf(run);
  return {network.logits().begin(), network.logits().end()};
}

inline std::vector<float> Copy(std::span<const float> values) {
  return {values.begin(), values.end()};
}

}  // namespace glance::test
