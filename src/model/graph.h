// A network as plain data: operations in execution order, wired by value ids. No XNNPACK here.
// Every attribute is documented in models/FORMAT.md.
#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace glance {

using ValueId = int32_t;   // index into Graph::value_names; 0 is the network's input
using TensorId = int32_t;  // index into Model::tensors
inline constexpr int32_t kNone = -1;

// Bounds on an operation's result; infinite means unbounded.
struct Clamp {
  float low = -std::numeric_limits<float>::infinity();
  float high = std::numeric_limits<float>::infinity();
};

// Either explicit, in pixels, or TensorFlow's SAME, computed from the input's size.
struct Padding {
  bool same = false;
  uint32_t top = 0, right = 0, bottom = 0, left = 0;
};

// How an int8 value stands for real numbers: real = scale * (stored - zero_point).
struct Quantization {
  float scale = 1.0f;  // a normal number above 0
  int8_t zero_point = 0;
  bool operator==(const Quantization&) const = default;
};

struct HeightWidth {
  uint32_t height = 1, width = 1;
};

// The tensors of an operation that has O outputs a pixel.
struct Weights {
  TensorId weight = kNone;
  TensorId bias = kNone;   // (O) or kNone
  TensorId scale = kNone;  // (O), for an int8 `weight`; otherwise kNone
};

struct Conv2d {
  ValueId input = kNone;
  Weights weights;  // weight is (O, kh, kw, I / groups)
  HeightWidth stride, dilation;
  uint32_t groups = 1;
  Padding padding;
  Clamp clamp;
};

struct DepthwiseConv2d {
  ValueId input = kNone;
  Weights weights;  // weight is (1, kh, kw, O), O = C * multiplier
  HeightWidth stride, dilation;
  Padding padding;
  Clamp clamp;
};

struct Dense {
  ValueId input = kNone;
  Weights weights;  // weight is (O, I)
  Clamp clamp;
};

enum class BinaryKind { kAdd, kMultiply };

struct Binary {
  BinaryKind kind = BinaryKind::kAdd;
  ValueId a = kNone;
  ValueId b = kNone;          // kNone when `constant` is given
  TensorId constant = kNone;  // (1), (C) or (h, w, C); each of the three as the value's, or 1
  Clamp clamp;
};

struct Concat {
  std::vector<ValueId> inputs;  // at least two
  uint32_t axis = 3;            // of (1, h, w, C): 1, 2 or 3
};

// The elements of (h, w, C) in this order are seen as `view`, whose axes are put into `order`; the
// result has `shape`.
struct Rearrange {
  ValueId input = kNone;
  std::vector<uint32_t> view;   // 1 to kMaxAxes sizes
  std::vector<uint32_t> order;  // each axis of `view` once
  std::array<uint32_t, 3> shape = {};
  static constexpr size_t kMaxAxes = 4;
};

// A part of (h, w, C).
struct Slice {
  ValueId input = kNone;
  std::array<uint32_t, 3> begin = {}, size = {};
};

// Zeros around the height and width.
struct Pad {
  ValueId input = kNone;
  Padding padding;  // not `same`
};

// For each of h: a (M, K) times the transpose of b (N, K), (M, N).
struct MatMul {
  ValueId a = kNone;  // (1, h, M, K)
  ValueId b = kNone;  // (1, h, N, K)
};

struct MaxPool {
  ValueId input = kNone;
  HeightWidth kernel, stride, dilation;
  Padding padding;
  bool ceil_mode = false;
  Clamp clamp;
};

struct AveragePool {
  ValueId input = kNone;
  HeightWidth kernel, stride;
  Padding padding;
  bool ceil_mode = false;
  bool count_padding = false;
  Clamp clamp;
};

struct GlobalAveragePool {
  ValueId input = kNone;
  Clamp clamp;
};

// The mean of each pixel's channels, (1, h, w, 1).
struct ChannelAverage {
  ValueId input = kNone;
};

enum class UnaryKind {
  kClamp,
  kSigmoid,
  kHardSigmoid,
  kHardSwish,
  kL2Normalize,
  kGelu,
  kElu,
  kPower,
  kSoftmax
};

struct Unary {
  UnaryKind kind = UnaryKind::kClamp;
  ValueId input = kNone;
  Clamp clamp;             // kClamp only
  float parameter = 1.0f;  // kElu: alpha, above 0; kPower: the exponent
};

// (x - mean) / sqrt(variance + epsilon).
struct Normalization {
  ValueId input = kNone;
  // The mean and variance are those of height, width and C / groups channels; with kEachPixel those
  // of one pixel's channels.
  uint32_t groups = kEachPixel;
  float epsilon = 1e-5f;  // a normal number above 0
  static constexpr uint32_t kEachPixel = 0;
};

// float32 to int8 or back; the values' quantisation says which.
struct Convert {
  ValueId input = kNone;
};

using OperationKind = std::variant<Conv2d, DepthwiseConv2d, Dense, Binary, Concat, MaxPool,
                                   AveragePool, GlobalAveragePool, ChannelAverage, Unary,
                                   Normalization, Rearrange, Slice, Pad, MatMul, Convert>;

// The weights of a convolution or a dense layer; of any other operation all are kNone.
inline Weights WeightsOf(const OperationKind& kind) {
  return std::visit(
      [](const auto& operation) -> Weights {
        if constexpr (requires { operation.weights; }) {
          return operation.weights;
        } else {
          return {};
        }
      },
      kind);
}

struct Operation {
  OperationKind kind;
  ValueId output = kNone;
};

struct Graph {
  std::vector<std::string> value_names;          // value_names[0] is the input
  std::map<ValueId, Quantization> quantization;  // of int8 values; any other value is float32
  std::vector<Operation> operations;             // each reads values written earlier
  ValueId logits = kNone;
  ValueId features = kNone;   // kNone when the network does not name it
  ValueId embedding = kNone;  // kNone when the network does not name it
};

}  // namespace glance
