// How operations are wired: what is read has been written, once.
#include <gtest/gtest.h>

#include <string>

#include "base/error_codes.h"
#include "model/tiny_model.h"
#include "support/expect_error.h"

namespace glance::test {
namespace {

TEST(Graph, IsReadInOrder) {
  const auto model = LoadTiny(TinyDocument());
  ASSERT_TRUE(model) << ErrorOf(model);
  const Graph& graph = model->graph;
  EXPECT_EQ(graph.value_names, (std::vector<std::string>{"image", "conv", "pool", "logits"}));
  ASSERT_EQ(graph.operations.size(), 3u);
  EXPECT_EQ(std::get<Dense>(graph.operations[2].kind).input, 2);
  EXPECT_EQ(graph.operations[2].output, 3);
  EXPECT_EQ(graph.logits, 3);
  EXPECT_EQ(graph.features, 1);
  EXPECT_EQ(graph.embedding, 2);
}

TEST(Graph, OutputsBesideTheLogitsAreOptional) {
  const auto model = LoadTinyWith(R"(, "features": "conv", "embedding": "pool")", "");
  ASSERT_TRUE(model) << ErrorOf(model);
  EXPECT_EQ(model->graph.features, kNone);
}

TEST(Graph, FeaturesMayBeTheInput) {
  const auto model = LoadTinyWith(R"("features": "conv")", R"("features": "image")");
  ASSERT_TRUE(model) << ErrorOf(model);
  EXPECT_EQ(model->graph.features, 0);
}

TEST(Graph, ValueThatNobodyWritesIsRefused) {
  ExpectError(LoadTinyWith(R"("input": "pool")", R"("input": "pond")"), kBadGraph,
              "operation 2 (dense) reads the value 'pond'");
}

TEST(Graph, CycleIsRefused) {
  ExpectError(
      LoadTinyWith(R"("input": "image", "output": "conv")", R"("input": "conv", "output": "conv")"),
      kBadGraph, "operation 0 (conv2d) reads the value 'conv', which no earlier");
  ExpectError(LoadTinyWith(R"("input": "image", "output": "conv")",
                           R"("input": "logits", "output": "conv")"),
              kBadGraph, "reads the value 'logits'");
}

TEST(Graph, ValueIsWrittenOnce) {
  ExpectError(LoadTinyWith(R"("output": "pool")", R"("output": "conv")"), kBadGraph,
              "operation 1 (global_average_pool) writes the value 'conv', which is already");
  ExpectError(LoadTinyWith(R"("output": "pool")", R"("output": "image")"), kBadGraph,
              "writes the value 'image'");
}

TEST(Graph, OutputsPointToValues) {
  ExpectError(LoadTinyWith(R"({"logits": "logits")", R"({"logits": "lost")"), kBadGraph,
              "output 'logits' reads the value 'lost'");
  ExpectError(LoadTinyWith(R"("features": "conv")", R"("features": "w")"), kBadGraph,
              "output 'features' reads the value 'w'");
  ExpectError(LoadTinyWith(R"("embedding": "pool")", R"("embedding": "")"), kBadGraph,
              "output 'embedding' reads the value ''");
}

TEST(Graph, LogitsAreRequiredAndWritten) {
  ExpectError(LoadTinyWith(R"({"logits": "logits", )", "{"), kBadGraph, "writes 'logits'");
  ExpectError(LoadTinyWith(R"({"logits": "logits")", R"({"logits": "image")"), kBadGraph,
              "writes 'logits'");
}

TEST(Graph, UnknownOperationIsNamed) {
  for (const std::string op : {"conv3d", "Conv2d", "", "conv2d ", "lstm"}) {
    ExpectError(LoadTinyWith(R"("op": "conv2d")", "\"op\": \"" + op + "\""),
                error_code::kModelUnsupportedOperation, "no operation '" + op + "'");
  }
}

TEST(Graph, OperationsAreObjectsWithANameAndAnOutput) {
  ExpectError(LoadTinyWith(R"("op": "conv2d", )", ""), kBadMetadata,
              "operation 0: 'op' is missing");
  ExpectError(LoadTinyWith(R"("op": "conv2d")", R"("op": 1)"), kBadMetadata,
              "'op' is not a string");
  ExpectError(LoadTinyWith(R"("output": "pool")", R"("result": "pool")"), kBadMetadata,
              "operation 1 (global_average_pool): 'output' is missing");
  for (const std::string operation : {"1", "[]", "null", "\"conv2d\""}) {
    ExpectError(LoadTinyAfter(operation), kBadMetadata, "operation 0: 'op' is missing");
  }
}

TEST(Graph, PartsHaveTheirTypes) {
  ExpectError(LoadTinyWith("\"graph\": {", "\"graf\": {"), kBadMetadata, "'graph' is missing");
  ExpectError(LoadTinyWith("\"operations\": [", "\"steps\": ["), kBadMetadata,
              "graph: 'operations' is missing");
  ExpectError(LoadTinyWith(R"("input": "image", "outputs")", R"("input": 0, "outputs")"),
              kBadMetadata, "graph: 'input' is not a string");
  ExpectError(LoadTinyWith(R"("outputs": {)", R"("outs": {)"), kBadMetadata,
              "graph: 'outputs' is missing");
  ExpectError(LoadTinyWith(R"({"logits": "logits")", R"({"logits": 3)"), kBadMetadata,
              "outputs: 'logits' is not a string");
}

TEST(Graph, WithoutOperationsThereAreNoLogits) {
  Document document;
  document.outputs = R"({"logits": "image"})";
  ExpectError(LoadTiny(document.Text(), {}), kBadGraph, "writes 'logits'");
}

TEST(Graph, LogitsMustBeOneVector) {
  ExpectError(LoadTinyWith(R"({"logits": "logits")", R"({"logits": "conv")"),
              error_code::kModelBadShape, "'logits' is 4 x 4 pixels");
}

}  // namespace
}  // namespace glance::test
