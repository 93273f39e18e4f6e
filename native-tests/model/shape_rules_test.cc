// Tensors and values that do not go together; messages name the operation and both shapes.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "base/error_codes.h"
#include "model/one_operation.h"
#include "model/tiny_model.h"
#include "support/expect_error.h"

namespace glance::test {
namespace {

void ExpectRefused(const OperationKind& kind, std::vector<std::vector<uint32_t>> tensors,
                   std::string_view message, uint32_t height_px = 9, uint32_t width_px = 12) {
  SCOPED_TRACE(message);
  ExpectError(ShapeAfter(OneOperation(kind, std::move(tensors)), height_px, width_px),
              error_code::kModelBadShape, message);
}

TEST(ShapeRules, MessagesNameTheOperation) {
  ExpectRefused(Dense{.input = 0, .weights = {.weight = 0}}, {{7, 3}},
                "operation 0 (writes 'result'): ");
}

TEST(ShapeRules, ConvolutionWeightsHaveFourDimensions) {
  const Conv2d conv{.input = 0, .weights = {.weight = 0}};
  for (const std::vector<uint32_t>& shape :
       std::vector<std::vector<uint32_t>>{{}, {3}, {2, 3, 3}, {2, 3, 3, 3, 1}}) {
    ExpectRefused(conv, {shape}, "its layout is (O, kh, kw, I / groups)");
  }
}

TEST(ShapeRules, ConvolutionWeightsMatchTheirInput) {
  ExpectRefused(Conv2d{.input = 0, .weights = {.weight = 0}}, {{2, 3, 3, 4}},
                "tensor 'tensor0' of shape (2, 3, 3, 4) does not fit the input (1, 9, 12, 3)");
}

TEST(ShapeRules, GroupsDivideInputAndOutput) {
  ExpectRefused(Conv2d{.input = 0, .weights = {.weight = 0}, .groups = 2}, {{4, 1, 1, 1}},
                "(4, 1, 1, 1)");
  ExpectRefused(Conv2d{.input = 0, .weights = {.weight = 0}, .groups = 3}, {{4, 1, 1, 1}},
                "(4, 1, 1, 1)");
  ExpectRefused(Conv2d{.input = 0, .weights = {.weight = 0}, .groups = 3}, {{3, 1, 1, 3}},
                "(3, 1, 1, 3)");
  ExpectRefused(Conv2d{.input = 0, .weights = {.weight = 0}, .groups = 65536},
                {{65536, 1, 1, 65536}}, "(65536");
}

TEST(ShapeRules, DepthwiseWeightsMatchTheirInput) {
  const DepthwiseConv2d conv{.input = 0, .weights = {.weight = 0}};
  for (const std::vector<uint32_t>& shape :
       std::vector<std::vector<uint32_t>>{{2, 3, 3, 3}, {1, 3, 3, 4}, {1, 3, 3, 2}, {3, 3, 3}}) {
    ExpectRefused(conv, {shape}, "its layout is (1, kh, kw, C * m)");
  }
}

TEST(ShapeRules, DenseReadsAVectorOfItsSize) {
  const Dense dense{.input = 0, .weights = {.weight = 0}};
  ExpectRefused(dense, {{7, 3}}, "does not fit the input (1, 9, 12, 3)");
  ExpectRefused(dense, {{7, 4}}, "its layout is (O, I)", 1, 1);
  ExpectRefused(dense, {{7, 3, 1}}, "its layout is (O, I)", 1, 1);
  ExpectRefused(dense, {{21}}, "its layout is (O, I)", 1, 1);
}

TEST(ShapeRules, BiasesHaveOneValueForEachOutput) {
  for (const std::vector<uint32_t>& bias :
       std::vector<std::vector<uint32_t>>{{}, {1}, {4}, {6}, {5, 1}, {1, 5}}) {
    ExpectRefused(Conv2d{.input = 0, .weights = {.weight = 0, .bias = 1}}, {{5, 1, 1, 3}, bias},
                  "want (5)");
    ExpectRefused(Dense{.input = 0, .weights = {.weight = 0, .bias = 1}}, {{5, 3}, bias},
                  "want (5)", 1, 1);
    ExpectRefused(DepthwiseConv2d{.input = 0, .weights = {.weight = 0, .bias = 1}},
                  {{1, 2, 2, 3}, bias}, "want (3)");
  }
}

TEST(ShapeRules, KernelLargerThanThePictureIsRefused) {
  ExpectRefused(Conv2d{.input = 0, .weights = {.weight = 0}}, {{1, 10, 1, 3}},
                "a window of 10 x 1");
  ExpectRefused(Conv2d{.input = 0, .weights = {.weight = 0}}, {{1, 4097, 1, 3}},
                "a kernel of (1, 4097, 1, 3)");
  ExpectRefused(DepthwiseConv2d{.input = 0, .weights = {.weight = 0}}, {{1, 1, 13, 3}},
                "a window of 1 x 13");
}

TEST(ShapeRules, ConstantsHaveOneValueOrOneForEachChannel) {
  for (const std::vector<uint32_t>& shape :
       std::vector<std::vector<uint32_t>>{{}, {2}, {4}, {9}, {1, 3}, {3, 1}}) {
    ExpectRefused(Binary{.a = 0, .constant = 0}, {shape}, "does not go with (1, 9, 12, 3)");
  }
}

TEST(ShapeRules, SummandsHaveOneShapeOrOneIsAVector) {
  // conv is (4, 4, 4), the image (8, 8, 3).
  ExpectError(LoadTinyWith(R"({"op": "global_average_pool", "input": "conv", "output": "pool"})",
                           R"({"op": "add", "inputs": ["conv", "image"], "output": "pool"})"),
              error_code::kModelBadShape,
              "shapes (1, 4, 4, 4) and (1, 8, 8, 3) do not go together");
  ExpectError(LoadTinyWith(R"("embedding": "pool"}, "operations": [)",
                           R"("embedding": "pool"}, "operations": [
                             {"op": "global_average_pool", "input": "image", "output": "mean"},
                             {"op": "concat", "inputs": ["mean", "mean"], "output": "six"},
                             {"op": "multiply", "inputs": ["six", "image"], "output": "product"}, )"),
              error_code::kModelBadShape, "operation 2 (writes 'product'): shapes (1, 1, 1, 6)");
}

TEST(ShapeRules, ConcatJoinsEqualHeightsAndWidths) {
  ExpectError(LoadTinyWith(R"({"op": "global_average_pool", "input": "conv", "output": "pool"})",
                           R"({"op": "concat", "inputs": ["conv", "image"], "output": "pool"})"),
              error_code::kModelBadShape, "(1, 4, 4, 4) and (1, 8, 8, 3) differ beside axis 3");
}

}  // namespace
}  // namespace glance::test
