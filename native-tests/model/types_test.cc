// Int8 networks whose types or scales do not fit together, made from the int8 networks of
// fixtures/model.
#include "model/types.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <variant>

#include "base/error_codes.h"
#include "support/expect_error.h"
#include "support/files.h"
#include "support/load_bytes.h"

namespace glance::test {
namespace {

// fixtures/model/NAME.safetensors; tests change one thing of its graph.
Model Fixture8(const std::string& name) {
  auto model = LoadBytes(ReadFile(Fixture("model/" + name + ".safetensors")));
  EXPECT_TRUE(model) << ErrorOf(model);
  return *std::move(model);
}

ValueId IdOf(const Model& model, const std::string& value) {
  const auto& names = model.graph.value_names;
  return static_cast<ValueId>(std::find(names.begin(), names.end(), value) - names.begin());
}

Quantization& QuantizationOf(Model& model, const std::string& value) {
  return model.graph.quantization.at(IdOf(model, value));
}

void ExpectBadType(const Model& model, const std::string& part) {
  ExpectError(CheckTypes(model), error_code::kModelBadType, part);
}

// The first operation of this kind.
template <typename Kind>
Kind& First(Model& model) {
  for (Operation& operation : model.graph.operations) {
    if (auto* kind = std::get_if<Kind>(&operation.kind)) return *kind;
  }
  return std::get<Kind>(model.graph.operations.front().kind);
}

TEST(Types, AValueOfTheOtherType) {
  Model model = Fixture8("int8_conv");
  model.graph.quantization.erase(IdOf(model, "sides"));
  ExpectBadType(model, "(writes 'sides') reads int8 and writes float32");
  model = Fixture8("int8_conv");
  model.graph.quantization.erase(IdOf(model, "image.int8"));
  ExpectBadType(model, "(writes 'image.int8') reads and writes the same type");
  model = Fixture8("int8_add");
  model.graph.quantization.erase(IdOf(model, "mean.int8"));
  ExpectBadType(model, "(writes 'mean.int8') reads and writes the same type");
  model = Fixture8("int8_activations");
  model.graph.quantization[IdOf(model, "hard_swish")] = {};
  ExpectBadType(model, "(writes 'hard_swish') computes float32 only");
}

TEST(Types, OutputsAreFloat32) {
  Model model = Fixture8("int8_conv");
  model.graph.features = IdOf(model, "point");
  ExpectBadType(model, "the output 'point' is int8");
}

TEST(Types, WeightsOfTheOtherType) {
  Model model = Fixture8("int8_conv");
  First<Conv2d>(model).weights.scale = kNone;
  ExpectBadType(model, "wants a 'weight_scale'");
  model = Fixture8("int8_conv");
  model.tensors[First<Conv2d>(model).weights.bias].type = DataType::kFloat32;
  ExpectBadType(model, "'bias' of the wrong element type");
  model = Fixture8("int8_conv");
  model.tensors[First<Dense>(model).weights.weight].type = DataType::kInt32;
  ExpectBadType(model, "'weight' of the wrong element type");
}

TEST(Types, JoinedAndPooledValuesShareAQuantization) {
  for (const auto& [file, value] :
       {std::pair{"int8_concat", "part5"}, std::pair{"int8_max_pool", "padded"}}) {
    Model model = Fixture8(file);
    QuantizationOf(model, value).scale *= 2;
    ExpectBadType(model, "reads and writes different quantisations");
  }
}

TEST(Types, MaxPoolsThatXnnpackComputesInFloat32Only) {
  for (const auto change : {+[](MaxPool& pool) { pool.dilation = {2, 1}; },
                            +[](MaxPool& pool) { pool.kernel = {1, 1}; },
                            +[](MaxPool& pool) { pool.stride = {1, 4}; }}) {
    Model model = Fixture8("int8_max_pool");
    change(First<MaxPool>(model));
    ExpectBadType(model, "computes float32 only");
  }
}

TEST(Scales, OfASumAreWithinTenBitsBelowAndEightAbove) {
  for (const float factor : {0x1p-12f, 0x1p-9f, 0x1p7f, 0x1p9f}) {
    Model model = Fixture8("int8_add");
    QuantizationOf(model, "first").scale = factor * QuantizationOf(model, "sum").scale;
    const bool fits = factor >= 0x1p-10f && factor < 0x1p8f;
    EXPECT_EQ(CheckScales(model).has_value(), fits) << factor;
    if (!fits) {
      ExpectError(CheckScales(model), error_code::kModelBadValue, "of 'sum' are too far apart");
    }
  }
}

TEST(Scales, OfAProductAreWithinSixteenBitsBelowAndEightAbove) {
  for (const float factor : {0x1p-18f, 0x1p-15f, 0x1p7f, 0x1p9f}) {
    Model model = Fixture8("int8_multiply");
    QuantizationOf(model, "first").scale = factor;
    QuantizationOf(model, "second").scale = QuantizationOf(model, "product").scale;
    EXPECT_EQ(CheckScales(model).has_value(), factor >= 0x1p-16f && factor < 0x1p8f) << factor;
  }
}

TEST(Scales, OfWeightsAreFloatsAboveZero) {
  Model model = Fixture8("int8_conv");
  Tensor& scales = model.tensors[First<Conv2d>(model).weights.scale];
  scales.type = DataType::kInt8;
  ExpectError(CheckScales(model), error_code::kModelBadType, "of scales is not F32");
  const float zeros[8] = {};
  scales.type = DataType::kFloat32;
  scales.bytes = {reinterpret_cast<const uint8_t*>(zeros), sizeof(zeros)};
  ExpectError(CheckScales(model), error_code::kModelBadValue, "has a scale not above 0");
}

}  // namespace
}  // namespace glance::test
