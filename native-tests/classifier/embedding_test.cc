// Embeddings of the network that ships: what its last layer reads, those of the int8 network
// against the float32 one, and where there is none. tools/tests/test_embedding.py has onnxruntime.
#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

#include "base/error_codes.h"
#include "classifier/lite0.h"
#include "model/tiny_model.h"
#include "support/expect_error.h"

namespace glance::test {
namespace {

constexpr uint32_t kLite0Size = 1280;

std::vector<float> EmbeddingOf(Classifier& classifier, const std::string& picture) {
  const auto embedding = classifier.Embed(ReadFile(Fixture(picture)));
  EXPECT_TRUE(embedding) << ErrorOf(embedding);
  if (!embedding) return {};
  return {embedding->span().begin(), embedding->span().end()};
}

double CosineOf(const std::vector<float>& a, const std::vector<float>& b) {
  double product = 0, squares_a = 0, squares_b = 0;
  for (size_t i = 0; i < a.size(); ++i) {
    product += double{a[i]} * b[i];
    squares_a += double{a[i]} * a[i];
    squares_b += double{b[i]} * b[i];
  }
  return product / std::sqrt(squares_a * squares_b);
}

TEST(Embedding, OfTheInt8NetworkPointsWhereThatOfTheFloat32NetworkDoes) {
  auto float32 = LoadLite0();
  auto int8 = LoadLite0({}, GLANCE_INT8_MODEL_FILE);
  ASSERT_TRUE(float32) << ErrorOf(float32);
  ASSERT_TRUE(int8) << ErrorOf(int8);
  EXPECT_EQ(int8->description().embedding_size, kLite0Size);
  const auto a = EmbeddingOf(*float32, kEspresso), b = EmbeddingOf(*int8, kEspresso);
  ASSERT_EQ(a.size(), kLite0Size);
  ASSERT_EQ(b.size(), kLite0Size);
  EXPECT_GE(CosineOf(a, b), 0.99);
}

TEST(Embedding, IsTheSameFromClassifyAndOnlyWhenItWasAskedFor) {
  auto classifier = LoadLite0({}, GLANCE_INT8_MODEL_FILE);
  ASSERT_TRUE(classifier) << ErrorOf(classifier);
  const auto with = ClassifyFixture(*classifier, kEspresso, {.embedding = true});
  const auto without = ClassifyFixture(*classifier, kEspresso);
  ASSERT_TRUE(with) << ErrorOf(with);
  ASSERT_TRUE(without) << ErrorOf(without);
  EXPECT_TRUE(without->embedding.empty());
  EXPECT_EQ(std::vector<float>(with->embedding.span().begin(), with->embedding.span().end()),
            EmbeddingOf(*classifier, kEspresso));
}

// The last layer's scores follow from it: softmax(W embedding + b) by a loop.
TEST(Embedding, IsWhatTheLastLayerReads) {
  auto classifier = LoadLite0();
  ASSERT_TRUE(classifier) << ErrorOf(classifier);
  const auto embedding = EmbeddingOf(*classifier, kEspresso);
  const Model& model = classifier->model();
  const auto& dense = std::get<Dense>(model.graph.operations.back().kind);
  const auto weights = model.tensors[dense.weights.weight].Floats();
  const auto biases = model.tensors[dense.weights.bias].Floats();
  std::vector<double> exponentials(biases.size());
  double sum = 0;
  for (size_t o = 0; o < biases.size(); ++o) {
    double logit = biases[o];
    for (size_t i = 0; i < embedding.size(); ++i) {
      logit += double{weights[o * embedding.size() + i]} * embedding[i];
    }
    sum += exponentials[o] = std::exp(logit);
  }
  for (size_t o = 0; o < biases.size(); ++o) {
    EXPECT_NEAR(classifier->scores()[o], exponentials[o] / sum, 1e-5) << o;
  }
}

TEST(Embedding, OfANetworkWithoutADenseLayerIsATypedError) {
  std::string document = Replaced(
      TinyDocument(),
      R"(, {"op": "dense", "input": "pool", "output": "logits", "weight": "d", "bias": "e"})", "");
  document = Replaced(document, R"("output": "pool")", R"("output": "logits")");
  document = Replaced(document, R"("weight": "w", "bias": "b")", R"("weight": "w")");
  document = Replaced(document, R"(, "embedding": "pool")", "");
  auto tensors = TinyTensors();
  tensors[0] = {"w", {2, 3, 3, 3}, std::vector<float>(54, 0.5f)};
  const auto bytes = ModelFileBytes(document, tensors);
  auto classifier = Classifier::Load(ByteSpan(bytes));
  ASSERT_TRUE(classifier) << ErrorOf(classifier);
  EXPECT_EQ(classifier->description().embedding_size, 0u);
  const auto picture = ReadFile(Fixture(kEspresso));
  ExpectError(classifier->Embed(picture), error_code::kModelNoEmbedding, "dense layer");
  ExpectError(classifier->Classify(picture, {.embedding = true}), error_code::kModelNoEmbedding,
              "another weight file");
  EXPECT_TRUE(classifier->Classify(picture));
}

}  // namespace
}  // namespace glance::test
