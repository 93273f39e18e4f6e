// The embedding is found from the graph: what the last dense layer reads.
#include <gtest/gtest.h>

#include <string>

#include "model/tiny_model.h"
#include "support/expect_error.h"

namespace glance::test {
namespace {

// The name of the embedding's value, and its size; empty and 0 when there is none.
struct FoundEmbedding {
  std::string name;
  uint32_t size = 0;
  bool operator==(const FoundEmbedding&) const = default;
};

FoundEmbedding EmbeddingOf(const Result<Model>& model) {
  EXPECT_TRUE(model) << ErrorOf(model);
  if (!model) return {};
  const Graph& graph = model->graph;
  if (graph.embedding == kNone) return {.size = model->embedding_size};
  return {graph.value_names[static_cast<size_t>(graph.embedding)], model->embedding_size};
}

const std::string kNoName = R"(, "embedding": "pool")";

TEST(Embedding, IsWhatTheLastDenseLayerReadsThoughTheFileDoesNotNameIt) {
  EXPECT_EQ(EmbeddingOf(LoadTinyWith(kNoName, "")), (FoundEmbedding{"pool", 4}));
}

TEST(Embedding, IsFoundThroughActivationsBehindTheLastLayer) {
  const std::string document =
      Replaced(Replaced(TinyDocument(), kNoName, ""), R"("output": "logits", "weight": "d")",
               R"("output": "raw", "weight": "d")");
  const std::string more =
      R"("bias": "e"}, {"op": "clamp", "input": "raw", "output": "logits", "clamp": [-9, 9]})";
  EXPECT_EQ(EmbeddingOf(LoadTiny(Replaced(document, R"("bias": "e"})", more))),
            (FoundEmbedding{"pool", 4}));
}

TEST(Embedding, OfAConvolutionOfOnePixelIsWhatItReads) {
  auto tensors = TinyTensors();
  tensors[2].shape = {2, 1, 1, 4};
  const std::string document =
      Replaced(Replaced(TinyDocument(), kNoName, ""), R"("op": "dense")", R"("op": "conv2d")");
  EXPECT_EQ(EmbeddingOf(LoadTiny(document, tensors)), (FoundEmbedding{"pool", 4}));
}

TEST(Embedding, OfATaughtNetworkIsWhatStandsBeforeItsNormalization) {
  const std::string document =
      Replaced(Replaced(TinyDocument(), kNoName, ""), R"({"op": "dense", "input": "pool")",
               R"({"op": "l2_normalize", "input": "pool", "output": "normal"}, )"
               R"({"op": "dense", "input": "normal")");
  EXPECT_EQ(EmbeddingOf(LoadTiny(document)), (FoundEmbedding{"pool", 4}));
}

// As SqueezeNet: the average of maps, one a class.
TEST(Embedding, IsMissingWithoutADenseLayer) {
  const std::string dense =
      R"(, {"op": "dense", "input": "pool", "output": "logits", "weight": "d", "bias": "e"})";
  std::string document = Replaced(TinyDocument(), dense, "");
  document = Replaced(document, R"("output": "pool")", R"("output": "logits")");
  document = Replaced(document, R"("weight": "w", "bias": "b")", R"("weight": "w")");
  auto tensors = TinyTensors();
  tensors[0] = {"w", {2, 3, 3, 3}, std::vector<float>(54, 0.5f)};
  const std::string unnamed = Replaced(document, kNoName, "");
  EXPECT_EQ(EmbeddingOf(LoadTiny(unnamed, tensors)), FoundEmbedding{});
  const std::string a_map = Replaced(document, kNoName, R"(, "embedding": "conv")");
  EXPECT_EQ(EmbeddingOf(LoadTiny(a_map, tensors)), FoundEmbedding{});
  const std::string a_vector = Replaced(document, kNoName, R"(, "embedding": "logits")");
  EXPECT_EQ(EmbeddingOf(LoadTiny(a_vector, tensors)), (FoundEmbedding{"logits", 2}));
}

TEST(Embedding, OfAnInt8LayerIsConvertedToFloat32) {
  const std::string step = R"("quantization": {"scale": 0.5, "zero_point": 0})";
  std::string document = Replaced(
      Replaced(TinyDocument(), kNoName, ""),
      R"({"op": "dense", "input": "pool", "output": "logits", "weight": "d", "bias": "e"})",
      R"({"op": "convert", "input": "pool", "output": "embedding", )" + step +
          R"(}, {"op": "dense", "input": "embedding", "output": "int8", "weight": "d8", )" +
          R"("weight_scale": "s", )" + step +
          R"(}, {"op": "convert", "input": "int8", "output": "logits"})");
  auto tensors = TinyTensors();
  tensors.push_back({"s", {2}, {1, 1}});
  tensors.push_back({"d8", {2, 4}, std::vector<float>(8, 1), "I8"});
  const auto model = LoadTiny(document, tensors);
  EXPECT_EQ(EmbeddingOf(model), (FoundEmbedding{"embedding_", 4}));
  ASSERT_TRUE(model);
  EXPECT_FALSE(model->graph.quantization.contains(model->graph.embedding));
}

}  // namespace
}  // namespace glance::test
