// XNNPACK's slow reference kernels for the two int8 unary operations that it has no fast kernel
// for: sigmoid, and clamp between two quantisations. Its own table instantiates every operator for
// every type.
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
