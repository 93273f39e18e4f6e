// The header's entries: keys, types and shapes. One test a rule of models/FORMAT.md.
#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <vector>

#include "base/error_codes.h"
#include "model/parse_entries.h"
#include "support/expect_error.h"

namespace glance::test {
namespace {

TEST(HeaderEntries, AreOrderedByTheirBytes) {
  const auto parsed = ParseEntries(
      EntryJson("z", "F32", "[2]", 4, 12) + "," + EntryJson("a", "I8", "[4]", 0, 4), 12);
  ASSERT_TRUE(parsed) << ErrorOf(parsed);
  ASSERT_EQ(parsed->entries.size(), 2u);
  EXPECT_EQ(parsed->entries[0].name, "a");
  EXPECT_EQ(parsed->entries[1].name, "z");
  EXPECT_EQ(parsed->entries[1].shape, std::vector<uint32_t>{2});
  EXPECT_EQ(parsed->entries[1].bytes.data(), parsed->entries[0].bytes.data() + 4);
}

TEST(HeaderEntries, EveryElementTypeHasItsSize) {
  const std::vector<std::pair<std::string, size_t>> sizes{
      {"BOOL", 1}, {"U8", 1},  {"I8", 1},  {"F8_E5M2", 1}, {"F8_E4M3", 1},
      {"I16", 2},  {"U16", 2}, {"F16", 2}, {"BF16", 2},    {"I32", 4},
      {"U32", 4},  {"F32", 4}, {"I64", 8}, {"U64", 8},     {"F64", 8}};
  for (const auto& [type, bytes] : sizes) {
    const auto parsed = ParseEntries(EntryJson("a", type, "[3]", 0, 3 * bytes), 3 * bytes);
    EXPECT_TRUE(parsed) << type << " " << ErrorOf(parsed);
  }
}

TEST(HeaderEntries, UnknownElementTypeIsRefused) {
  for (const std::string type : {"F128", "f32", "", "F32 ", "float", "F32\\u0000"}) {
    ExpectError(
        ParseEntries("\"a\":{\"dtype\":\"" + type + R"(","shape":[1],"data_offsets":[0,4]})", 4),
        error_code::kModelBadHeader, "tensor 'a': unknown element type");
  }
}

TEST(HeaderEntries, EveryKeyIsRequiredWithItsType) {
  for (const std::string entry :
       {"1", "[]", "null", "{}", R"({"shape":[1],"data_offsets":[0,4]})",
        R"({"dtype":"F32","shape":[1]})", R"({"dtype":3,"shape":[1],"data_offsets":[0,4]})",
        R"({"dtype":"F32","shape":[1],"data_offsets":[0]})",
        R"({"dtype":"F32","shape":[1],"data_offsets":[0,4,8]})",
        R"({"dtype":"F32","shape":[1],"data_offsets":["0","4"]})",
        R"({"dtype":"F32","shape":[1],"data_offsets":[-4,0]})",
        R"({"dtype":"F32","shape":[1],"data_offsets":[0,4.0]})",
        R"({"dtype":"F32","shape":[1],"data_offsets":{"0":0,"1":4}})"}) {
    ExpectError(ParseEntries("\"a\":" + entry, 4), error_code::kModelBadHeader,
                "tensor 'a': want 'dtype', 'shape' and two 'data_offsets'");
  }
}

TEST(HeaderEntries, ShapeIsAListOfAtMostEightDimensions) {
  EXPECT_TRUE(ParseShape("[]")) << "a scalar";
  EXPECT_TRUE(ParseShape("[1,1,1,1,1,1,1,1]"));
  for (const std::string shape : {"[1,1,1,1,1,1,1,1,1]", "1", "\"1\"", "null", "{}"}) {
    ExpectError(ParseShape(shape), error_code::kModelBadHeader,
                "tensor 'a': 'shape' is not a list");
  }
}

TEST(HeaderEntries, DimensionsAreWholeNumbersAboveZero) {
  for (const std::string shape : {"[0]", "[1,0]", "[-1]", "[1.0]", "[true]", "[\"1\"]", "[null]",
                                  "[2147483648]", "[18446744073709551615]", "[1e30]"}) {
    ExpectError(ParseShape(shape, 0), error_code::kModelBadHeader,
                "tensor 'a': a dimension is not from 1 to 2147483647");
  }
}

// 2^31 - 1 three times, and 2^30 * 2^30 * 2^2 * 4 bytes, which would wrap to exactly 0.
TEST(HeaderEntries, ShapeWhoseProductWrapsIsRefused) {
  for (const std::string shape :
       {"[2147483647,2147483647,2147483647]", "[1073741824,1073741824,4]"}) {
    ExpectError(ParseShape(shape, 0), error_code::kModelBadHeader, "does not fit into 64 bits");
  }
}

}  // namespace
}  // namespace glance::test
