// What each operation reads: inputs and tensors of the right number, kind and name.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "base/error_codes.h"
#include "model/tiny_model.h"
#include "support/expect_error.h"

namespace glance::test {
namespace {

struct WrongOperation {
  const char* json;  // reads "image", writes "extra"
  const char* code;
  const char* message;
};

void ExpectRefused(const std::vector<WrongOperation>& operations) {
  for (const auto& [json, code, message] : operations) {
    SCOPED_TRACE(json);
    ExpectError(LoadTinyAfter(json), code, message);
  }
}

TEST(Operations, EachReadsItsInputs) {
  for (const std::string op :
       {"conv2d", "depthwise_conv2d", "dense", "max_pool", "average_pool", "global_average_pool",
        "clamp", "sigmoid", "hard_sigmoid", "hard_swish", "l2_normalize"}) {
    ExpectError(LoadTinyAfter("{\"op\": \"" + op + "\", \"output\": \"extra\"}"), kBadMetadata,
                "operation 0 (" + op + "): 'input' is missing");
    ExpectError(LoadTinyAfter("{\"op\": \"" + op + R"(", "input": ["image"], "output": "extra"})"),
                kBadMetadata, "'input' is not a string");
  }
  for (const std::string op : {"add", "multiply", "concat"}) {
    ExpectError(LoadTinyAfter("{\"op\": \"" + op + R"(", "input": "image", "output": "extra"})"),
                kBadMetadata, "operation 0 (" + op + "): 'inputs' is missing");
    ExpectError(LoadTinyAfter("{\"op\": \"" + op + R"(", "inputs": ["image", 1], "output": "x"})"),
                kBadMetadata, "'inputs' is not a list of strings");
  }
}

TEST(Operations, WeightedOnesNameTheirTensors) {
  for (const std::string op : {"conv2d", "depthwise_conv2d", "dense"}) {
    const std::string start = "{\"op\": \"" + op + R"(", "input": "image", "output": "extra")";
    ExpectError(LoadTinyAfter(start + "}"), kBadMetadata, "'weight' is missing");
    ExpectError(LoadTinyAfter(start + R"(, "weight": 1})"), kBadMetadata,
                "'weight' is not a string");
    ExpectError(LoadTinyAfter(start + R"(, "weight": "lost"})"), error_code::kModelMissingTensor,
                "operation 0 (" + op + ") reads the tensor 'lost'");
    ExpectError(LoadTinyAfter(start + R"(, "weight": "w", "bias": "gone"})"),
                error_code::kModelMissingTensor, "reads the tensor 'gone'");
    ExpectError(LoadTinyAfter(start + R"(, "weight": "w", "bias": null})"), kBadMetadata,
                "'bias' is not a string");
  }
}

TEST(Operations, AddAndMultiplyReadTwoValuesOrOneAndAConstant) {
  ExpectRefused({
      {R"({"op": "add", "inputs": ["image"], "output": "extra"})", kBadGraph, "1 inputs, want 2"},
      {R"({"op": "add", "inputs": [], "output": "extra"})", kBadGraph, "0 inputs, want 2"},
      {R"({"op": "add", "inputs": ["image", "image", "image"], "output": "extra"})", kBadGraph,
       "3 inputs, want 2"},
      {R"({"op": "multiply", "inputs": ["image", "image"], "constant": "b", "output": "extra"})",
       kBadGraph, "2 inputs, want 1"},
      {R"({"op": "multiply", "inputs": ["image"], "constant": "no", "output": "extra"})",
       error_code::kModelMissingTensor, "the tensor 'no'"},
      {R"({"op": "add", "inputs": ["image", "later"], "output": "extra"})", kBadGraph, "'later'"},
      {R"({"op": "add", "inputs": ["extra", "image"], "output": "extra"})", kBadGraph, "'extra'"},
  });
}

TEST(Operations, ConcatReadsAtLeastTwoValues) {
  ExpectRefused({
      {R"({"op": "concat", "inputs": [], "output": "extra"})", kBadGraph, "fewer than two inputs"},
      {R"({"op": "concat", "inputs": ["image"], "output": "extra"})", kBadGraph, "fewer than two"},
      {R"({"op": "concat", "inputs": ["image", "no"], "output": "extra"})", kBadGraph, "'no'"},
  });
}

TEST(Operations, OnlyClampTakesBoundsAmongTheActivations) {
  ExpectRefused({
      {R"({"op": "clamp", "input": "image", "output": "extra"})", kBadMetadata,
       "(clamp): 'clamp' is missing"},
      {R"({"op": "sigmoid", "input": "image", "output": "extra", "clamp": [0, 1]})", kBadMetadata,
       "(sigmoid): 'clamp' is not read here"},
      {R"({"op": "hard_swish", "input": "image", "output": "extra", "clamp": [0, 1]})",
       kBadMetadata, "(hard_swish): 'clamp' is not read here"},
  });
}

TEST(Operations, AveragePoolFlagsAreTrueOrFalse) {
  ExpectRefused({
      {R"({"op": "average_pool", "input": "image", "output": "x", "kernel": [2, 2],
           "count_padding": 1})",
       kBadMetadata, "'count_padding' is not true or false"},
      {R"({"op": "average_pool", "input": "image", "output": "x", "kernel": [2, 2],
           "ceil_mode": "no"})",
       kBadMetadata, "'ceil_mode' is not true or false"},
      {R"({"op": "average_pool", "input": "image", "output": "x"})", kBadMetadata,
       "'kernel' is missing"},
  });
}

}  // namespace
}  // namespace glance::test
