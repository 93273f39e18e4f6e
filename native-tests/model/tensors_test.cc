// The tensors that the graph reads: present, float, finite; the rest of the file is left alone.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "base/error_codes.h"
#include "model/tiny_model.h"
#include "support/expect_error.h"

namespace glance::test {
namespace {

TEST(Tensors, OnlyThoseThatTheGraphReadsAreKept) {
  auto tensors = TinyTensors();
  tensors.push_back({"spare", {2}, {1, 2}});
  const auto model = LoadTiny(TinyDocument(), tensors);
  ASSERT_TRUE(model) << ErrorOf(model);
  std::vector<std::string> names;
  for (const Tensor& tensor : model->tensors) names.push_back(tensor.name);
  EXPECT_EQ(names, (std::vector<std::string>{"w", "b", "d", "e"}));
}

TEST(Tensors, ValuesAreThoseOfTheFile) {
  const auto model = LoadTiny(TinyDocument());
  ASSERT_TRUE(model) << ErrorOf(model);
  const auto bias = model->tensors[1].Floats();
  EXPECT_EQ(std::vector<float>(bias.begin(), bias.end()), (std::vector<float>{0, 1, 2, 3}));
}

TEST(Tensors, StayWhereTheyAreWhenTheModelMoves) {
  auto loaded = LoadTiny(TinyDocument());
  ASSERT_TRUE(loaded) << ErrorOf(loaded);
  const Model model = *std::move(loaded);
  const uint8_t* begin = model.file.data();
  for (const Tensor& tensor : model.tensors) {
    EXPECT_GE(tensor.bytes.data(), begin);
    EXPECT_LE(tensor.bytes.data() + tensor.bytes.size(), begin + model.file.size());
  }
}

TEST(Tensors, OneTensorMayBeReadTwice) {
  const auto model = LoadTinyWith(R"("weight": "d", "bias": "e")", R"("weight": "d", "bias": "f")");
  ExpectError(model, error_code::kModelMissingTensor, "'f'");
  auto tensors = TinyTensors();
  tensors[2] = {"d", {4, 4}, std::vector<float>(16, 1)};
  const auto shared =
      LoadTiny(Replaced(Replaced(TinyDocument(), R"("bias": "e")", R"("bias": "b")"),
                        R"(["0", "1"])", R"(["0", "1", "2", "3"])"),
               tensors);
  ASSERT_TRUE(shared) << ErrorOf(shared);
  EXPECT_EQ(shared->tensors.size(), 3u);
}

TEST(Tensors, MissingOneIsNamed) {
  auto tensors = TinyTensors();
  tensors.erase(tensors.begin());
  ExpectError(LoadTiny(TinyDocument(), tensors), error_code::kModelMissingTensor,
              "operation 0 (conv2d) reads the tensor 'w', which is not in the file");
}

TEST(Tensors, ValuesThatAreNotFiniteAreRefusedWhereverTheyStand) {
  constexpr float kInfinity = std::numeric_limits<float>::infinity();
  for (const float value : {std::nanf(""), -std::nanf(""), kInfinity, -kInfinity}) {
    for (size_t tensor = 0; tensor < 4; ++tensor) {
      auto tensors = TinyTensors();
      tensors[tensor].values.back() = value;
      const std::string element = std::to_string(tensors[tensor].values.size() - 1);
      ExpectError(LoadTiny(TinyDocument(), tensors), error_code::kModelBadValue,
                  "tensor '" + tensors[tensor].name + "' holds " + std::to_string(value) +
                      " at element " + element);
    }
  }
}

TEST(Tensors, UnreadOnesMayHoldAnything) {
  auto tensors = TinyTensors();
  tensors.push_back({"spare", {1}, {std::nanf("")}});
  EXPECT_TRUE(LoadTiny(TinyDocument(), tensors));
}

TEST(Tensors, DenormalAndHugeValuesAreValues) {
  auto tensors = TinyTensors();
  tensors[0].values[0] = std::numeric_limits<float>::denorm_min();
  tensors[0].values[1] = std::numeric_limits<float>::max();
  EXPECT_TRUE(LoadTiny(TinyDocument(), tensors));
}

// The tiny model with the type of its first tensor replaced, and as many bytes as that takes.
Result<Model> LoadWithType(const std::string& type, uint32_t element_bytes) {
  std::string header = "{\"__metadata__\":{\"glance\":";
  header += JsonString(TinyDocument()) + "}";
  size_t end = 0;
  for (const FileTensor& tensor : TinyTensors()) {
    const bool is_first = end == 0;
    const size_t begin = end;
    end += tensor.values.size() * (is_first ? element_bytes : 4);
    header += ',';
    header += EntryJson(tensor.name, is_first ? type : "F32", ShapeJson(tensor.shape), begin, end);
  }
  return LoadBytes(ContainerBytes(header + "}", std::vector<uint8_t>(end)));
}

// Reading a smaller type as floats would read past its end.
TEST(Tensors, OtherElementTypesAreRefused) {
  EXPECT_TRUE(LoadWithType("F32", 4));
  const std::vector<std::pair<std::string, uint32_t>> others{
      {"F16", 2}, {"BF16", 2}, {"F64", 8}, {"U8", 1}, {"BOOL", 1}};
  for (const auto& [type, bytes] : others) {
    ExpectError(LoadWithType(type, bytes), error_code::kModelBadHeader,
                "tensor 'w' has element type " + type);
  }
}

TEST(Tensors, Int8AndInt32AreNoWeightsOfAFloat32Operation) {
  for (const auto& [type, bytes] : {std::pair{"I8", 1U}, std::pair{"I32", 4U}}) {
    ExpectError(LoadWithType(type, bytes), error_code::kModelBadType, "'weight'");
  }
}

}  // namespace
}  // namespace glance::test
