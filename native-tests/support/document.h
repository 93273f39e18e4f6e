// The `glance` document of a small network, as text that a test may change anywhere.
#pragma once

#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <string_view>

namespace glance::test {

// Everything of the document that is not the graph's operations.
struct Document {
  uint32_t height_px = 8, width_px = 8;  // of the network's input
  uint32_t classes = 2;
  std::string operations;  // JSON objects with commas between them
  std::string outputs = R"({"logits": "logits"})";

  std::string Text() const {
    const std::string size =
        "[" + std::to_string(height_px) + ", " + std::to_string(width_px) + "]";
    return R"({"format_version": 1, "name": "small", "license": "MIT", "preprocess": {"input_size": )" +
           size + R"(, "resize_shorter": )" + std::to_string(std::max(height_px, width_px)) +
           R"(, "filter": "bilinear", "mean": [127, 127, 127], "std": [128, 128, 128]}, )" +
           R"("labels": {"en": )" + LabelsJson() + R"(}, "graph": {"input": "image", "outputs": )" +
           outputs + R"(, "operations": [)" + operations + "]}}";
  }

  std::string LabelsJson() const {
    std::string json = "[";
    for (uint32_t i = 0; i < classes; ++i) {
      if (i > 0) json += ", ";
      json += '"';
      json += std::to_string(i);
      json += '"';
    }
    return json + "]";
  }
};

// `text` with its first `from` replaced; fails the test when there is none.
inline std::string Replaced(std::string text, std::string_view from, std::string_view to) {
  const size_t position = text.find(from);
  EXPECT_NE(position, std::string::npos) << "no '" << from << "' in " << text;
  if (position == std::string::npos) return text;
  return text.replace(position, from.size(), to);
}

}  // namespace glance::test
