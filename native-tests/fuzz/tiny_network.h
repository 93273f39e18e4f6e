// A weight file that classifies a picture in microseconds and has a heat map, for fuzzers of what
// lies around the network.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "support/model_file.h"

namespace glance::fuzz {

inline constexpr int kTinyClasses = 5;
inline constexpr int kTinySide = 16;  // of its input, in pixels

// `count` values between -1 and 1 that differ.
inline std::vector<float> SomeWeights(int count) {
  std::vector<float> weights;
  for (int i = 0; i < count; ++i) weights.push_back(static_cast<float>(i * 37 % 101) / 50 - 1);
  return weights;
}

// image (16, 16, 3) -> conv (8, 8, 4) -> pool (4) -> logits (5).
inline std::vector<uint8_t> TinyNetworkFile() {
  const std::string document =
      R"({"format_version": 1, "name": "tiny", "preprocess": {"input_size": [16, 16], )"
      R"("resize_shorter": 18, "filter": "bicubic", "mean": [127, 127, 127], )"
      R"("std": [128, 128, 128]}, "labels": {"en": ["a, b", "c", "d", "e", "f"], )"
      R"("zh": ["一", "二", "三", "四", "五"], "groups": [)"
      R"({"id": "low", "name": {"en": "low", "zh": "低"}, "parent": "all", "classes": [0, 1]}, )"
      R"({"id": "all", "name": {"en": "all", "zh": "全"}, "classes": [3]}]}, )"
      R"("graph": {"input": "image", )"
      R"("outputs": {"logits": "logits", "features": "conv", "embedding": "pool"}, )"
      R"("operations": [{"op": "conv2d", "input": "image", "output": "conv", "weight": "w", )"
      R"("bias": "b", "stride": [2, 2], "padding": "same", "clamp": [0, 6]}, )"
      R"({"op": "global_average_pool", "input": "conv", "output": "pool"}, )"
      R"({"op": "dense", "input": "pool", "output": "logits", "weight": "d", "bias": "e"}]}})";
  return test::ModelFileBytes(document, {{"w", {4, 3, 3, 3}, SomeWeights(108)},
                                         {"b", {4}, {0, 1, 2, 3}},
                                         {"d", {5, 4}, SomeWeights(20)},
                                         {"e", {5}, {0.5f, -1, 0, 1, 2}}});
}

}  // namespace glance::fuzz
