// The tiny networks of fixtures/model against onnxruntime's answers (README.md there), and
// converted ONNX models against what the originals answer (tools/goldens/write_onnx_goldens.py).
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <filesystem>
#include <limits>
#include <map>
#include <string>
#include <vector>

#include "infer/network.h"
#include "model/safetensors.h"
#include "support/expect_error.h"
#include "support/files.h"
#include "support/fixture_models.h"
#include "support/load_bytes.h"
#include "support/shared_data.h"

namespace glance::test {
namespace {

using Tensors = std::map<std::string, std::vector<float>>;

Tensors ReadGolden(std::filesystem::path model) {
  const auto file = ReadFile(model.replace_extension(".golden.safetensors"));
  const auto container = ParseSafetensors(file);
  EXPECT_TRUE(container) << ErrorOf(container);
  Tensors tensors;
  if (!container) return tensors;
  for (const SafetensorsEntry& entry : container->entries) {
    EXPECT_EQ(entry.type, "F32");
    auto& values = tensors[entry.name];
    values.resize(entry.bytes.size() / sizeof(float));
    std::memcpy(values.data(), entry.bytes.data(), entry.bytes.size());
  }
  return tensors;
}

// The networks chain at most four operations that sum at most 200 terms each; two orders of
// summation differ by at most epsilon x sqrt(terms) of the terms' magnitude for each of them, and
// by a few times that in the worst of some hundred values.
float ToleranceFor(const std::vector<float>& want) {
  constexpr float kTerms = 200, kOperations = 4, kWorst = 4;
  float magnitude = 1;
  for (const float value : want) magnitude = std::max(magnitude, std::abs(value));
  return std::numeric_limits<float>::epsilon() * magnitude * std::sqrt(kTerms * kOperations) *
         kWorst;
}

// One tolerance a value. A golden may state its own, one for all values or one for each.
std::vector<float> Tolerances(const Tensors& golden, const std::string& name) {
  const std::vector<float>& want = golden.at(name);
  const auto stated = golden.find(name + ".tolerance");
  if (stated == golden.end()) return std::vector<float>(want.size(), ToleranceFor(want));
  if (stated->second.size() == 1) return std::vector<float>(want.size(), stated->second.front());
  return stated->second;
}

void ExpectNear(std::span<const float> values, const Tensors& golden, const std::string& name) {
  const std::vector<float>& want = golden.at(name);
  const std::vector<float> tolerances = Tolerances(golden, name);
  ASSERT_EQ(values.size(), want.size());
  ASSERT_EQ(tolerances.size(), want.size());
  for (size_t i = 0; i < want.size(); ++i) {
    EXPECT_NEAR(values[i], want[i], tolerances[i]) << "value " << i;
  }
}

class Golden : public testing::TestWithParam<std::filesystem::path> {};

TEST_P(Golden, EveryOutputIsOnnxruntimes) {
  const auto model = LoadBytes(ReadFile(GetParam()));
  ASSERT_TRUE(model) << ErrorOf(model);
  const Tensors golden = ReadGolden(GetParam());
  auto network =
      Network::Create(*model, {.height_px = static_cast<uint32_t>(model->preprocess.crop_height_px),
                               .width_px = static_cast<uint32_t>(model->preprocess.crop_width_px)});
  ASSERT_TRUE(network) << ErrorOf(network);
  const auto& input = golden.at("input");
  ASSERT_EQ(network->input().size(), input.size());
  std::copy(input.begin(), input.end(), network->input().begin());
  const auto run = network->Run();
  ASSERT_TRUE(run) << ErrorOf(run);
  ExpectNear(network->logits(), golden, "logits");
  EXPECT_EQ(network->features().empty(), !golden.contains("features"));
  if (golden.contains("features")) ExpectNear(network->features(), golden, "features");
  EXPECT_EQ(network->embedding().empty(), !golden.contains("embedding"));
  if (golden.contains("embedding")) ExpectNear(network->embedding(), golden, "embedding");
}

std::string NameOf(const testing::TestParamInfo<std::filesystem::path>& model) {
  return model.param.stem().string();
}

INSTANTIATE_TEST_SUITE_P(Fixtures, Golden, testing::ValuesIn(FixtureModels()), NameOf);
INSTANTIATE_TEST_SUITE_P(Onnx, Golden, testing::ValuesIn(ModelsIn(GLANCE_ONNX_GOLDENS)), NameOf);

// The native `ctest` writes them before this program runs.
TEST(OnnxGoldens, AreThere) {
  if (!ModelsIn(GLANCE_ONNX_GOLDENS).empty()) return;
  if (InCi()) FAIL() << GLANCE_ONNX_GOLDENS << " holds no models";
  GTEST_SKIP() << "tools/goldens/write_onnx_goldens.py has not written " << GLANCE_ONNX_GOLDENS;
}

}  // namespace
}  // namespace glance::test
