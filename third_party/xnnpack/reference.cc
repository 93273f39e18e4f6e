// Slow kernels for the operations that XNNPACK has no fast kernel for. int8 sigmoid, and int8 clamp
// between two quantisations, are XNNPACK's reference kernels; its own table instantiates every
// operator for every type. float32 powers are ours.
#include <cmath>

#define xnn_init_unary_reference_config xnn_init_every_unary_reference_config
#include "src/reference/unary-elementwise.cc"
#undef xnn_init_unary_reference_config

extern "C" const xnn_unary_elementwise_config* xnn_init_unary_reference_config(
    xnn_unary_operator kind, xnn_datatype input, xnn_datatype output) {
  if (input != xnn_datatype_qint8 || output != xnn_datatype_qint8) return nullptr;
  const std::true_type quantized;
  if (kind == xnn_unary_sigmoid) return get_config<int8_t, SigmoidOp<float>>(quantized);
  if (kind == xnn_unary_clamp) return get_config<int8_t, ClampOp<float>>(quantized);
  return nullptr;
}

namespace {

// Element by element, with one exponent, and of one base. `bytes` are those of the output.
void Powers(size_t bytes, const void* a, const void* b, void* output, const void* /*params*/) {
  for (size_t i = 0; i < bytes / sizeof(float); ++i) {
    static_cast<float*>(output)[i] =
        std::pow(static_cast<const float*>(a)[i], static_cast<const float*>(b)[i]);
  }
}

void PowersToOne(size_t bytes, const void* a, const void* b, void* output, const void* /*params*/) {
  for (size_t i = 0; i < bytes / sizeof(float); ++i) {
    static_cast<float*>(output)[i] =
        std::pow(static_cast<const float*>(a)[i], *static_cast<const float*>(b));
  }
}

void PowersOfOne(size_t bytes, const void* a, const void* b, void* output, const void* /*params*/) {
  for (size_t i = 0; i < bytes / sizeof(float); ++i) {
    static_cast<float*>(output)[i] =
        std::pow(*static_cast<const float*>(b), static_cast<const float*>(a)[i]);
  }
}

}  // namespace

extern "C" const xnn_binary_elementwise_config* xnn_init_binary_reference_config(
    xnn_binary_operator kind, xnn_datatype type) {
  static const xnn_binary_elementwise_config config = {
      Powers,
      PowersToOne,
      PowersOfOne,
      nullptr,
      /*element_tile=*/1,
  };
  return kind == xnn_binary_pow && type == xnn_datatype_fp32 ? &config : nullptr;
}
