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
  for (const std::string op : {"conv2d",       "depthwise_conv2d",
                               "dense",        "max_pool",
                               "average_pool", "global_average_pool",
                               "clamp",        "sigmoid",
                               "hard_sigmoid", "hard_swish",
                               "l2_normalize", "gelu",
                               "elu",          "power",
                               "softmax",      "channel_average",
                               "layer_norm",   "group_norm",
                               "rearrange",    "slice",
                               "pad"}) {
    ExpectError(LoadTinyAfter("{\"op\": \"" + op + "\", \"output\": \"extra\"}"), kBadMetadata,
                "operation 0 (" + op + "): 'input' is missing");
    ExpectError(LoadTinyAfter("{\"op\": \"" + op + R"(", "input": ["image"], "output": "extra"})"),
                kBadMetadata, "'input' is not a string");
  }
  for (const std::string op : {"add", "multiply", "concat", "matmul"}) {
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

TEST(Operations, MatMulReadsTwoValues) {
  ExpectRefused({
      {R"({"op": "matmul", "inputs": ["image"], "output": "extra"})", kBadGraph,
       "1 inputs, want 2"},
      {R"({"op": "matmul", "inputs": ["image", "no"], "output": "extra"})", kBadGraph, "'no'"},
  });
}

TEST(Operations, NumbersOfNewOperationsAreChecked) {
  ExpectRefused({
      {R"({"op": "elu", "input": "image", "alpha": 0, "output": "extra"})", kBadMetadata,
       "'alpha' is not a number above 0"},
      {R"({"op": "elu", "input": "image", "alpha": 1e-60, "output": "extra"})", kBadMetadata,
       "'alpha' is not a number above 0"},
      {R"({"op": "power", "input": "image", "output": "extra"})", kBadMetadata,
       "'exponent' is missing"},
      {R"({"op": "power", "input": "image", "exponent": 1e60, "output": "extra"})", kBadMetadata,
       "'exponent' is not a finite number"},
      {R"({"op": "layer_norm", "input": "image", "epsilon": -1, "output": "extra"})", kBadMetadata,
       "'epsilon' is not a number above 0"},
      {R"({"op": "group_norm", "input": "image", "groups": 0, "output": "extra"})", kBadMetadata,
       "'groups' is not a whole number from 1"},
      {R"({"op": "group_norm", "input": "image", "groups": 2, "output": "extra"})",
       error_code::kModelBadShape, "2 groups of the channels of (1, 8, 8, 3)"},
      {R"({"op": "concat", "inputs": ["image", "image"], "axis": 0, "output": "extra"})",
       kBadMetadata, "'axis' is not a whole number from 1 to 3"},
      {R"({"op": "pad", "input": "image", "padding": "same", "output": "extra"})", kBadMetadata,
       "'padding' is not [top, right, bottom, left]"},
  });
}

// Sizes that do not fit the value, overflow when they are multiplied, or name an axis twice.
TEST(Operations, PlacesOutsideOfAValueAreRefused) {
  const auto rearrange = [](const std::string& view, const std::string& order,
                            const std::string& shape) {
    return R"({"op": "rearrange", "input": "image", "view": )" + view + R"(, "order": )" + order +
           R"(, "shape": )" + shape + R"(, "output": "extra"})";
  };
  const auto slice = [](const std::string& begin, const std::string& size) {
    return R"({"op": "slice", "input": "image", "begin": )" + begin + R"(, "size": )" + size +
           R"(, "output": "extra"})";
  };
  const auto refused = [](const std::string& json, const char* code, const char* message) {
    SCOPED_TRACE(json);
    ExpectError(LoadTinyAfter(json), code, message);
  };
  const char* const bad_shape = error_code::kModelBadShape;
  refused(rearrange("[191]", "[0]", "[8, 8, 3]"), bad_shape, "has other elements");
  refused(rearrange("[192]", "[0]", "[8, 8, 4]"), bad_shape, "has other elements");
  refused(rearrange("[268435456, 268435456, 268435456]", "[0, 1, 2]", "[8, 8, 3]"), bad_shape,
          "has other elements");
  refused(rearrange("[8, 8, 3]", "[0, 1, 1]", "[8, 8, 3]"), kBadMetadata, "each axis of 'view'");
  refused(rearrange("[8, 8, 3]", "[0, 1, 3]", "[8, 8, 3]"), kBadMetadata, "each axis of 'view'");
  refused(rearrange("[8, 8, 3]", "[0, 1]", "[8, 8, 3]"), kBadMetadata, "a list of 3 to 3");
  refused(rearrange("[2, 2, 2, 2, 12]", "[0, 1, 2, 3, 4]", "[8, 8, 3]"), kBadMetadata, "1 to 4");
  refused(rearrange("[]", "[]", "[8, 8, 3]"), kBadMetadata, "1 to 4 whole numbers");
  refused(rearrange("[0]", "[0]", "[8, 8, 3]"), kBadMetadata, "whole numbers, each from 1");
  refused(slice("[0, 0, 0]", "[9, 8, 3]"), bad_shape, "ends before the slice along axis 1");
  refused(slice("[0, 268435456, 0]", "[8, 1, 3]"), bad_shape, "along axis 2");
  refused(slice("[0, 0, 2]", "[8, 8, 2]"), bad_shape, "along axis 3");
  refused(slice("[0, 0, 0]", "[8, 8, 0]"), kBadMetadata, "whole numbers, each from 1");
  refused(slice("[0, 0]", "[8, 8, 3]"), kBadMetadata, "a list of 3 to 3");
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
