// Files of taught networks: what `taught` may say, JSON that is written, and a new last layer for a
// tiny network.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "model/json_text.h"
#include "model/new_head.h"
#include "model/safetensors.h"
#include "model/safetensors_writer.h"
#include "model/tiny_model.h"
#include "support/expect_error.h"

namespace glance::test {
namespace {

constexpr char kTaught[] =
    R"("taught": {"unknown": {"centroids": "c", "least_cosine": 0.5, "least_score": 0.25}}, "graph")";

std::vector<FileTensor> WithCentroids(std::vector<uint32_t> shape = {2, 4}) {
  auto tensors = TinyTensors();
  size_t count = 1;
  for (const uint32_t dimension : shape) count *= dimension;
  tensors.push_back({"c", std::move(shape), std::vector<float>(count, 0.5f)});
  return tensors;
}

std::string TaughtDocument(std::string_view from = "", std::string_view to = "") {
  const std::string document = Replaced(TinyDocument(), R"("graph")", kTaught);
  return from.empty() ? document : Replaced(document, from, to);
}

TEST(Taught, LimitsAreReadFromTheFile) {
  const auto model = LoadTiny(TaughtDocument(), WithCentroids());
  ASSERT_TRUE(model) << ErrorOf(model);
  ASSERT_TRUE(model->unknown.has_value());
  EXPECT_EQ(model->unknown->least_cosine, 0.5f);
  EXPECT_EQ(model->unknown->least_score, 0.25f);
  EXPECT_EQ(model->unknown->none_class, -1);
  EXPECT_EQ(model->tensors[static_cast<size_t>(model->unknown->centroids)].name, "c");
  const auto with_class =
      LoadTiny(TaughtDocument(R"("least_score")", R"("class": 1, "least_score")"), WithCentroids());
  ASSERT_TRUE(with_class) << ErrorOf(with_class);
  EXPECT_EQ(with_class->unknown->none_class, 1);
  EXPECT_FALSE(LoadTiny(TinyDocument())->unknown.has_value());
}

TEST(Taught, LimitsThatBreakARuleAreRefused) {
  struct Case {
    const char* from;
    const char* to;
    const char* part;
  };
  for (const auto& [from, to, part] : std::vector<Case>{
           {"0.5", "1.5", "'least_cosine' is not a number from -1 to 1"},
           {"0.5", "-1.5", "'least_cosine'"},
           {"0.5", "\"a\"", "'least_cosine' is not a finite number"},
           {"0.25", "-0.1", "'least_score' is not a number from 0 to 1"},
           {"\"c\"", "7", "'centroids'"},
           {R"({"unknown")", R"({"unknown": 3, "other")", "'unknown'"},
           {R"("least_score")", R"("class": 2, "least_score")", "class 2 of 2"},
           {R"("least_score")", R"("class": -1, "least_score")", "'class'"},
       }) {
    SCOPED_TRACE(to);
    ExpectError(LoadTiny(TaughtDocument(from, to), WithCentroids()), kBadMetadata, part);
  }
  ExpectError(LoadTiny(TaughtDocument()), error_code::kModelMissingTensor, "'c'");
  for (const std::vector<uint32_t>& shape : {std::vector<uint32_t>{2, 3}, {8}, {4, 2}}) {
    ExpectError(LoadTiny(TaughtDocument(), WithCentroids(shape)), error_code::kModelBadShape,
                "'c'");
  }
  auto int8 = WithCentroids();
  int8.back().type = "I8";
  ExpectError(LoadTiny(TaughtDocument(), int8), error_code::kModelBadType, "'c' is not F32");
}

// A head of three classes for the tiny network.
struct TinyHead {
  std::vector<float> weights = std::vector<float>(12, 0.5f), biases{1, 2, 3},
                     centroids = std::vector<float>(12, 0.5f);
  NewHead head{.labels = {"a", "b \"\\\n", "é"},
               .weights = weights,
               .biases = biases,
               .centroids = centroids,
               .taught = R"({"unknown": {"centroids": "taught.centroids", "least_cosine": 0.5, )"
                         R"("least_score": 0.25}})"};
};

TEST(NewHead, ReplacesTheLastLayerOnly) {
  const auto base = LoadTiny(TinyDocument());
  ASSERT_TRUE(base) << ErrorOf(base);
  const TinyHead made;
  const auto file = WithNewHead(*base, made.head);
  ASSERT_TRUE(file) << ErrorOf(file);
  auto copy = Buffer<uint8_t>::CopyOf(file->span());
  ASSERT_TRUE(copy);
  const auto model = LoadModel(*std::move(copy));
  ASSERT_TRUE(model) << ErrorOf(model);
  EXPECT_EQ(model->name, base->name);
  EXPECT_EQ(model->license, base->license);
  EXPECT_EQ(model->classes, 3u);
  EXPECT_EQ(model->labels.at("en"), made.head.labels);
  EXPECT_EQ(model->graph.value_names,
            (std::vector<std::string>{"image", "conv", "pool", "taught.normal", "taught.logits"}));
  EXPECT_EQ(model->graph.features, 1);
  EXPECT_EQ(model->graph.embedding, 2);
  const auto container = ParseSafetensors(file->span());
  ASSERT_TRUE(container);
  for (const SafetensorsEntry& entry : container->entries) {
    EXPECT_NE(entry.name, "d") << "the old layer's weights";
  }
  const auto again = WithNewHead(*base, made.head);
  ASSERT_TRUE(again);
  EXPECT_TRUE(std::ranges::equal(file->span(), again->span()));
  // A taught network can be taught again: its file is the same.
  const auto retaught = WithNewHead(*model, made.head);
  ASSERT_TRUE(retaught) << ErrorOf(retaught);
}

TEST(NewHead, OfAnInt8LayerGetsItsConvert) {
  const std::string step = R"("quantization": {"scale": 0.5, "zero_point": 0})";
  const std::string document = Replaced(
      TinyDocument(),
      R"({"op": "dense", "input": "pool", "output": "logits", "weight": "d", "bias": "e"})",
      R"({"op": "convert", "input": "pool", "output": "int8", )" + step +
          R"(}, {"op": "dense", "input": "int8", "output": "out", "weight": "d8", )" +
          R"("weight_scale": "s", )" + step +
          R"(}, {"op": "convert", "input": "out", "output": "logits"})");
  auto tensors = TinyTensors();
  tensors.push_back({"s", {2}, {1, 1}});
  tensors.push_back({"d8", {2, 4}, std::vector<float>(8, 1), "I8"});
  const auto base = LoadTiny(document, tensors);
  ASSERT_TRUE(base) << ErrorOf(base);
  const TinyHead made;
  auto file = WithNewHead(*base, made.head);
  ASSERT_TRUE(file) << ErrorOf(file);
  const auto model = LoadModel(*std::move(file));
  ASSERT_TRUE(model) << ErrorOf(model);
  EXPECT_EQ(model->classes, 3u);
  EXPECT_EQ(model->graph.value_names[static_cast<size_t>(model->graph.embedding)], "embedding");
}

TEST(SafetensorsWriter, PutsElementsOfFourBytesFirst) {
  const std::vector<uint8_t> bytes{1, 2, 3}, four{4, 5, 6, 7};
  const std::vector<SafetensorsEntry> entries{
      {.name = "odd", .type = "I8", .shape = {3}, .bytes = bytes},
      {.name = "four", .type = "I32", .shape = {1}, .bytes = four}};
  const auto file = WriteSafetensors(entries, "glance", "{}");
  ASSERT_TRUE(file) << ErrorOf(file);
  const auto read = ParseSafetensors(file->span());
  ASSERT_TRUE(read) << ErrorOf(read);
  EXPECT_EQ(read->glance, "{}");
  ASSERT_EQ(read->entries.size(), 2u);
  EXPECT_EQ(read->entries[0].name, "four");
  EXPECT_TRUE(std::ranges::equal(read->entries[0].bytes, four));
  EXPECT_TRUE(std::ranges::equal(read->entries[1].bytes, bytes));
  ExpectError(WriteSafetensors(entries, "glance", "\xff"), error_code::kCallBadArgument, "");
}

TEST(JsonText, DecimalsHaveSixDigits) {
  EXPECT_EQ(JsonDecimal(0), "0.000000");
  EXPECT_EQ(JsonDecimal(0.5), "0.500000");
  EXPECT_EQ(JsonDecimal(-1.25), "-1.250000");
  EXPECT_EQ(JsonDecimal(1000), "1000.000000");
  EXPECT_EQ(JsonDecimal(0.0000004), "0.000000");
  EXPECT_EQ(JsonDecimal(-0.0000004), "0.000000");
  EXPECT_EQ(JsonDecimal(0.9999999), "1.000000");
}

TEST(JsonText, StringsAreEscaped) {
  EXPECT_EQ(glance::JsonString("a\"b\\c\n\x01é"), R"("a\"b\\c\u000a\u0001é")");
  EXPECT_EQ(JsonList({"a", "b"}), R"(["a", "b"])");
  EXPECT_EQ(JsonList({}), "[]");
}

}  // namespace
}  // namespace glance::test
