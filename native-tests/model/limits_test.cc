// Counts and sizes beyond which a file is refused, and that the limits themselves are allowed.
#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <vector>

#include "base/error_codes.h"
#include "model/graph_parser.h"
#include "model/json.h"
#include "model/one_operation.h"
#include "model/safetensors.h"
#include "model/tiny_model.h"
#include "support/expect_error.h"
#include "support/fault_report.h"

namespace glance::test {
namespace {

std::vector<uint8_t> FileOfTensors(size_t count, const std::string& metadata) {
  std::string header = "{" + metadata;
  for (size_t i = 0; i < count; ++i) {
    if (header.size() > 1) header += ",";
    header += EntryJson(std::to_string(i), "I8", "[1]", i, i + 1);
  }
  return ContainerBytes(header + "}", std::vector<uint8_t>(count));
}

TEST(Limits, SixteenThousandTensorsAreRead) {
  for (const std::string metadata : {"", "\"__metadata__\":{}"}) {
    const auto file = FileOfTensors(kMaxTensors, metadata);
    const auto parsed = ParseSafetensors(file);
    ASSERT_TRUE(parsed) << ErrorOf(parsed);
    EXPECT_EQ(parsed->entries.size(), 16'384u);
  }
}

TEST(Limits, OneTensorMoreIsRefused) {
  for (const std::string metadata : {"", "\"__metadata__\":{}"}) {
    ExpectError(ParseSafetensors(FileOfTensors(kMaxTensors + 1, metadata)),
                error_code::kModelTooLarge, "16385 tensors");
  }
}

// `count` activations in a row before the tiny model.
Result<Model> LoadChain(size_t count) {
  std::string operations;
  for (size_t i = 0; i < count; ++i) {
    operations += R"({"op": "sigmoid", "input": ")" +
                  (i == 0 ? "image" : "v" + std::to_string(i - 1)) + R"(", "output": "v)" +
                  std::to_string(i) + "\"}, ";
  }
  return LoadTinyWith("\"operations\": [", "\"operations\": [" + operations);
}

TEST(Limits, SixteenThousandOperationsAreRead) {
  const auto model = LoadChain(kMaxOperations - 3);
  ASSERT_TRUE(model) << ErrorOf(model);
  EXPECT_EQ(model->graph.operations.size(), 16'384u);
}

TEST(Limits, OneOperationMoreIsRefused) {
  ExpectError(LoadChain(kMaxOperations - 2), error_code::kModelTooLarge, "16385 operations");
}

// Twice the channels with each operation: 2^21 times (8, 8, 3) is above 2^28 values.
TEST(Limits, GiantValueIsRefused) {
  std::string operations;
  for (int i = 0; i < 21; ++i) {
    const std::string input = i == 0 ? "\"image\"" : "\"v" + std::to_string(i - 1) + "\"";
    operations += R"({"op": "concat", "inputs": [)" + input + ", " + input + R"(], "output": "v)" +
                  std::to_string(i) + "\"}, ";
  }
  ExpectError(LoadTinyWith("\"operations\": [", "\"operations\": [" + operations),
              error_code::kModelTooLarge,
              "operation 20 (writes 'v20'): a value of (1, 8, 8, 6291456)");
}

TEST(Limits, GiantPaddingIsRefused) {
  ExpectError(LoadTinyAfter(R"({"op": "conv2d", "input": "image", "output": "wide", "weight": "one",
                                "padding": [4000, 4000, 4000, 4000]})",
                            {{"one", {8, 1, 1, 3}, std::vector<float>(24)}}),
              error_code::kModelTooLarge, "a value of (1, 8008, 8008, 8)");
}

TEST(Limits, ValueOfManyChannelsIsRefused) {
  const Conv2d conv{.input = 0, .weights = {.weight = 0}, .padding = {false, 4096, 0, 0, 4096}};
  ExpectError(ShapeAfter(OneOperation(conv, {{1U << 31, 1, 1, 3}}), 4096, 4096),
              error_code::kModelTooLarge, "a value of (1, 8192, 8192, 2147483648)");
}

TEST(Limits, HeaderOfAHundredMillionBytesIsRead) {
  std::string header = "{}";
  header.resize(kMaxHeaderBytes, ' ');
  const auto parsed = ParseSafetensors(ContainerBytes(header.size(), header));
  ASSERT_TRUE(parsed) << ErrorOf(parsed);
  header += ' ';
  ExpectError(ParseSafetensors(ContainerBytes(header.size(), header)),
              error_code::kModelNotSafetensors, "100000001");
}

// 8192 x 8192 pixels of four channels are 2^28 elements, of five more.
TEST(Limits, ValueOf268435456ElementsIsAllowed) {
  const Conv2d conv{.input = 0, .weights = {.weight = 0}};
  const auto shape = ShapeAfter(OneOperation(conv, {{4, 1, 1, 3}}), 8192, 8192);
  ASSERT_TRUE(shape) << ErrorOf(shape);
  EXPECT_EQ(shape->elements(), uint64_t{1} << 28);
  ExpectError(ShapeAfter(OneOperation(conv, {{5, 1, 1, 3}}), 8192, 8192),
              error_code::kModelTooLarge, "(1, 8192, 8192, 5)");
  EXPECT_FALSE((ValueShape{1, 1, 1 << 28}).too_large());
  EXPECT_TRUE((ValueShape{1, 1, (1 << 28) + 1}).too_large());
}

TEST(Limits, NestingOf32IsRead) {
  for (const size_t depth : {32u, 33u}) {  // the object around it is the first
    std::string header = "{\"a\":";
    header += std::string(depth, '[') + std::string(depth, ']') + "}";
    const auto parsed = ParseSafetensors(ContainerBytes(header));
    ASSERT_FALSE(parsed);
    const bool too_deep = parsed.error().message.find("nests deeper than 32") != std::string::npos;
    EXPECT_EQ(too_deep, depth > 32) << parsed.error().message;
  }
}

// Keys, values and the object around them: as many as are allowed, then one more.
TEST(Limits, AMillionValuesOfJsonAreRead) {
  for (const size_t elements : {kMaxJsonValues - 3, kMaxJsonValues - 2}) {
    std::string header = "{\"a\":[0";
    for (size_t i = 1; i < elements; ++i) header += ",0";
    const auto parsed = ParseSafetensors(ContainerBytes(header + "]}"));
    ASSERT_FALSE(parsed);
    const bool is_allowed = elements == kMaxJsonValues - 3;
    EXPECT_EQ(parsed.error().code,
              is_allowed ? error_code::kModelBadHeader : error_code::kModelTooLarge)
        << parsed.error().message;
  }
  ReportFault(42, "1,048,576 values are read, one more is refused");
}

// What only looks like nesting or a value, inside a string, is none.
TEST(Limits, BracketsInStringsAreText) {
  const std::string brackets(100, '[');
  for (const std::string& text : std::vector<std::string>{brackets, "\\\"" + brackets, "\\\\"}) {
    const auto parsed =
        ParseSafetensors(ContainerBytes("{\"__metadata__\":{\"a\":\"" + text + "\"}}"));
    EXPECT_TRUE(parsed) << ErrorOf(parsed);
  }
}

// 4096 windows of 128 x 128 pixels are 2^26 pixels.
TEST(Limits, WindowsOf67108864PixelsAreRead) {
  const MaxPool pool{.input = 0, .kernel = {128, 128}};
  const auto shape = ShapeAfter(OneOperation(pool), 191, 191);
  ASSERT_TRUE(shape) << ErrorOf(shape);
  EXPECT_EQ(shape->height * shape->width, 4096u);
  ExpectError(ShapeAfter(OneOperation(pool), 192, 191), error_code::kModelTooLarge,
              "65 x 64 windows of 128 x 128");
}

TEST(Limits, GiantInputIsRefused) {
  const Model model = OneOperation(GlobalAveragePool{.input = 0});
  for (const uint32_t side : {16384U, 1U << 31, UINT32_MAX}) {
    ExpectError(ShapeAfter(model, side, side), error_code::kModelTooLarge, std::to_string(side));
  }
}

// The backend keeps a pointer for each pixel of each window.
TEST(Limits, TooManyLargeWindowsAreRefused) {
  const MaxPool pool{.input = 0, .kernel = {1024, 1024}, .padding = {.same = true}};
  ExpectError(ShapeAfter(OneOperation(pool), 2048, 2048), error_code::kModelTooLarge,
              "2048 x 2048 windows of 1024 x 1024");
  const auto one_window =
      ShapeAfter(OneOperation(MaxPool{.input = 0, .kernel = {2048, 2048}}), 2048, 2048);
  EXPECT_TRUE(one_window) << ErrorOf(one_window);
}

TEST(Limits, AbsurdStrideLeavesOneWindow) {
  const auto model = LoadTinyWith("\"stride\": [2, 2]", "\"stride\": [4096, 4096]");
  EXPECT_TRUE(model) << ErrorOf(model);
}

}  // namespace
}  // namespace glance::test
