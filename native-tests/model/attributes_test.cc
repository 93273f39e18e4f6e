// Attributes that several operations share: type and range of each.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "base/error_codes.h"
#include "model/tiny_model.h"
#include "support/expect_error.h"
#include "support/fault_report.h"

namespace glance::test {
namespace {

// The tiny model after a max_pool of `attributes`.
Result<Model> LoadPool(const std::string& attributes) {
  return LoadTinyAfter(R"({"op": "max_pool", "input": "image", "output": "extra", )" + attributes +
                       "}");
}

const MaxPool& PoolOf(const Result<Model>& model) {
  return std::get<MaxPool>(model->graph.operations[0].kind);
}

void ExpectPoolRefused(const std::string& attributes, std::string_view message) {
  SCOPED_TRACE(attributes);
  ExpectError(LoadPool(attributes), error_code::kModelBadMetadata, message);
}

TEST(Attributes, AreReadAsTheyStand) {
  const auto model = LoadPool(R"("kernel": [2, 3], "stride": [1, 2], "dilation": [3, 1],
                                "padding": [1, 0, 0, 2], "ceil_mode": true, "clamp": [-1, 2.5])");
  ASSERT_TRUE(model) << ErrorOf(model);
  const MaxPool& pool = PoolOf(model);
  EXPECT_EQ(pool.kernel.height, 2u);
  EXPECT_EQ(pool.kernel.width, 3u);
  EXPECT_EQ(pool.stride.width, 2u);
  EXPECT_EQ(pool.dilation.height, 3u);
  EXPECT_EQ(pool.padding.top, 1u);
  EXPECT_EQ(pool.padding.left, 2u);
  EXPECT_TRUE(pool.ceil_mode);
  EXPECT_EQ(pool.clamp.low, -1);
  EXPECT_EQ(pool.clamp.high, 2.5f);
}

TEST(Attributes, DefaultsAreThoseOfTheFormat) {
  const auto model = LoadPool(R"("kernel": [2, 2])");
  ASSERT_TRUE(model) << ErrorOf(model);
  const MaxPool& pool = PoolOf(model);
  EXPECT_EQ(pool.stride.height * pool.stride.width, 1u);
  EXPECT_EQ(pool.dilation.height * pool.dilation.width, 1u);
  EXPECT_FALSE(pool.padding.same);
  EXPECT_EQ(pool.padding.top + pool.padding.right + pool.padding.bottom + pool.padding.left, 0u);
  EXPECT_FALSE(pool.ceil_mode);
  EXPECT_EQ(pool.clamp.low, -std::numeric_limits<float>::infinity());
  EXPECT_EQ(pool.clamp.high, std::numeric_limits<float>::infinity());
}

TEST(Attributes, NullBoundsOfAClampAreOpen) {
  const auto model = LoadPool(R"("kernel": [2, 2], "clamp": [0, null])");
  ASSERT_TRUE(model) << ErrorOf(model);
  EXPECT_EQ(PoolOf(model).clamp.low, 0);
  EXPECT_EQ(PoolOf(model).clamp.high, std::numeric_limits<float>::infinity());
}

TEST(Attributes, PairsAreTwoSizes) {
  for (const std::string key : {"kernel", "stride", "dilation"}) {
    for (const std::string value : {"2", "[2]", "[2, 2, 2]", "[0, 2]", "[2, 0]", "[-1, 2]",
                                    "[1.5, 2]", "[\"2\", 2]", "[4097, 1]", "[4294967297, 1]",
                                    "[18446744073709551615, 1]", "null", "{\"h\": 2, \"w\": 2}"}) {
      const std::string kernel = key == "kernel" ? "" : "\"kernel\": [2, 2], ";
      ExpectPoolRefused(kernel + "\"" + key + "\": " + value,
                        "operation 0 (max_pool): '" + key + "' is not [height, width]");
    }
  }
  ExpectPoolRefused(R"("stride": [1, 1])", "'kernel' is missing");
}

TEST(Attributes, PaddingIsSameOrFourSizes) {
  for (const std::string value :
       {"\"valid\"", "\"SAME\"", "1", "[1, 1]", "[1, 1, 1, 1, 1]", "[-1, 0, 0, 0]",
        "[0, 0, 0, 4097]", "[0.5, 0, 0, 0]", "[null, 0, 0, 0]", "null", "true", "{}"}) {
    ExpectPoolRefused("\"kernel\": [2, 2], \"padding\": " + value,
                      "'padding' is not \"same\" or [top, right, bottom, left]");
  }
}

TEST(Attributes, ClampIsTwoBoundsInOrder) {
  for (const std::string value :
       {"6", "[0]", "[0, 6, 7]", "[6, 0]", "[1, 1]", "[\"0\", 6]", "[1e39, null]", "[null, -1e39]",
        "[0, 1e-50]", "[true, 6]", "null", "\"relu\"", "[0, {}]"}) {
    ExpectPoolRefused("\"kernel\": [2, 2], \"clamp\": " + value,
                      "'clamp' is not [low, high] with low < high");
  }
}

TEST(Attributes, FlagsAreTrueOrFalse) {
  for (const std::string value : {"0", "1", "\"true\"", "null", "[]"}) {
    ExpectPoolRefused("\"kernel\": [2, 2], \"ceil_mode\": " + value,
                      "'ceil_mode' is not true or false");
  }
}

TEST(Attributes, GroupsAreAWholeNumber) {
  for (const std::string value : {"0", "65537", "-1", "1.0", "\"1\"", "null", "[1]"}) {
    ExpectError(LoadTinyWith(R"("bias": "b")", R"("bias": "b", "groups": )" + value),
                error_code::kModelBadMetadata, "'groups' is not a whole number from 1 to 65536");
  }
}

// As whole numbers of 64 bits some of them would be -128..127.
TEST(Attributes, ZeroPointIsAnInt8) {
  const auto load = [](const std::string& zero_point) {
    return LoadTinyAfter(R"({"op": "convert", "input": "image", "output": "extra", )"
                         R"("quantization": {"scale": 1, "zero_point": )" +
                         zero_point + "}}");
  };
  for (const std::string value : {"-128", "0", "127"}) {
    const auto model = load(value);
    ASSERT_TRUE(model) << ErrorOf(model);
    EXPECT_EQ(model->graph.quantization.at(1).zero_point, std::stoi(value));
  }
  for (const std::string value :
       {"-129", "128", "256", "4294967196", "9223372036854775807", "9223372036854775808",
        "18446744073709551516", "18446744073709551615", "-9223372036854775808",
        "18446744073709551616", "1.0", "-100.0", "\"0\"", "null", "[0]"}) {
    ExpectError(load(value), error_code::kModelBadMetadata, "zero_point -128..127");
  }
  ReportFault(55, "15 of 15 zero points that are no int8 refused, 2^64 - 100 among them");
}

TEST(Attributes, NumbersThatJsonCannotHoldAreRefused) {
  ExpectPoolRefused(R"("kernel": [2, 2], "clamp": [0, 1e999])", "not valid JSON");
  ExpectPoolRefused(R"("kernel": [2, 2], "clamp": [0, Infinity])", "not valid JSON");
}

}  // namespace
}  // namespace glance::test
