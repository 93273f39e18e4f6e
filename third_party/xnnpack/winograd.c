// Winograd's operator: which convolutions it computes, what it keeps of them, and how it divides
// their work. winograd_tasks.c computes.
#include "third_party/xnnpack/winograd.h"

#include <math.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "third_party/xnnpack/winograd_tasks.h"
#include "xnnpack/allocator.h"
#include "xnnpack/hardware-config.h"
#include "xnnpack/operator.h"
#include "xnnpack/requantization.h"
#include "xnnpack/subgraph.h"

static enum glance_winograd_use winograd_use = glance_winograd_faster;

void glance_set_winograd_use(enum glance_winograd_use use) { winograd_use = use; }

// --- which convolutions ------------------------------------------------------------------------

// What a node says of a convolution of int8 values.
typedef struct {
  const struct xnn_value *input, *filter, *bias, *output;
  size_t inputs, outputs;  // channels
} Layer;

static Layer LayerOf(const struct xnn_node* node, const struct xnn_value* values) {
  return (Layer){&values[node->inputs[0]],
                 &values[node->inputs[1]],
                 node->num_inputs > 2 ? &values[node->inputs[2]] : NULL,
                 &values[node->outputs[0]],
                 node->params.convolution_2d.group_input_channels,
                 node->params.convolution_2d.group_output_channels};
}

static bool HasInstructions(void) {
#ifdef __x86_64__
  return xnn_init_hardware_config()->use_x86_avx2;
#else
  return true;
#endif
}

static bool HasWindows(const struct xnn_node* node) {
  return node->params.convolution_2d.kernel_height == 3 &&
         node->params.convolution_2d.kernel_width == 3 &&
         node->params.convolution_2d.subsampling_height == 1 &&
         node->params.convolution_2d.subsampling_width == 1 &&
         node->params.convolution_2d.dilation_height == 1 &&
         node->params.convolution_2d.dilation_width == 1 && node->params.convolution_2d.groups == 1;
}

static bool HasTypes(const Layer* layer) {
  return layer->input->datatype == xnn_datatype_qint8 &&
         layer->filter->datatype == xnn_datatype_qcint8 &&
         layer->output->datatype == xnn_datatype_qint8 && layer->input->shape.dim[0] == 1 &&
         layer->inputs % kInputsAtOnce == 0 && layer->outputs % kOutputsAtOnce == 0;
}

// Sums of 128 x |weight| stay below 2^25: docs/winograd.md.
static bool IsExact(const Layer* layer) {
  const size_t count = kTaps * layer->inputs;
  const int8_t* weights = layer->filter->data;
  for (size_t output = 0; output < layer->outputs; ++output) {
    uint64_t sum = 0;
    for (size_t i = 0; i < count; ++i) sum += (uint64_t)abs(weights[output * count + i]);
    if (sum >= UINT64_C(1) << 18) return false;
  }
  return true;
}

static float ScaleOf(const Layer* layer, size_t output) {
  return layer->input->quantization.scale * layer->filter->quantization.channelwise_scale[output] /
         layer->output->quantization.scale;
}

static int8_t Quantize(const Layer* layer, float value) {
  return xnn_qs8_quantize(value, layer->output->quantization.scale,
                          layer->output->quantization.zero_point);
}

// XNNPACK refuses other scales, and clamps that leave no value.
static bool IsAccepted(const struct xnn_node* node, const Layer* layer) {
  if (!isnormal(layer->input->quantization.scale) || layer->input->quantization.scale < 0 ||
      !isnormal(layer->output->quantization.scale) || layer->output->quantization.scale < 0) {
    return false;
  }
  for (size_t output = 0; output < layer->outputs; ++output) {
    const float scale = layer->filter->quantization.channelwise_scale[output];
    if (!isnormal(scale) || scale < 0 || !(ScaleOf(layer, output) < 256.0f)) return false;
  }
  return Quantize(layer, node->activation.output_min) <=
         Quantize(layer, node->activation.output_max);
}

static size_t DivideUp(size_t count, size_t by) { return (count + by - 1) / by; }

// The output of windows with this padding, along one axis.
static size_t OutputSize(size_t input, uint32_t before, uint32_t after) {
  return input + before + after - 2;
}

// Whether XNNPACK's kernels are faster: where one instruction sums four products of int8 values,
// and on ARM64.
static bool IsSupplanted(void) {
#ifdef __wasm_relaxed_simd__
  return xnn_init_hardware_config()->use_wasm_sdot || xnn_init_hardware_config()->use_wasm_usdot;
#elif defined(__wasm__)
  return false;
#elif defined(__x86_64__)
  const struct xnn_hardware_config* hardware = xnn_init_hardware_config();
  return hardware->use_x86_avxvnni || hardware->use_x86_avx256vnni || hardware->use_x86_avx512vnni;
#else
  return true;
#endif
}

// Measured (docs/winograd.md): a tile takes as long as 8 outputs that are summed directly, and the
// weights take as long as 16.
static bool IsFaster(const struct xnn_node* node, const Layer* layer) {
  const size_t height =
      OutputSize(layer->input->shape.dim[1], node->params.convolution_2d.input_padding_top,
                 node->params.convolution_2d.input_padding_bottom);
  const size_t width =
      OutputSize(layer->input->shape.dim[2], node->params.convolution_2d.input_padding_left,
                 node->params.convolution_2d.input_padding_right);
  const size_t tiles = DivideUp(height, kTileSide) * DivideUp(width, kTileSide);
  const size_t whole = DivideUp(tiles, kTilesAtOnce) * kTilesAtOnce;
  return layer->inputs >= 16 && layer->outputs >= 16 && height * width >= 8 * whole + 16 &&
         !IsSupplanted();
}

static bool IsChosen(const struct xnn_node* node, const struct xnn_value* values) {
  if (winograd_use == glance_winograd_never || !HasInstructions() || !HasWindows(node)) {
    return false;
  }
  const Layer layer = LayerOf(node, values);
  return HasTypes(&layer) && (winograd_use == glance_winograd_exact || IsFaster(node, &layer)) &&
         IsAccepted(node, &layer) && IsExact(&layer);
}

// --- the operator ------------------------------------------------------------------------------

// XNNPACK frees it as one of its own.
typedef struct {
  struct xnn_operator base;
  struct glance_winograd conv;
} Operator;

// Weights as (outputs / kOutputsAtOnce, kTaps, inputs / 2, kOutputsAtOnce, 2).
static void PackWeights(const Layer* layer, int8_t* to) {
  const int8_t* weights = layer->filter->data;  // (outputs, kTaps, inputs)
  for (size_t first = 0; first < layer->outputs; first += kOutputsAtOnce) {
    for (size_t i = 0; i < kTaps * layer->inputs; i += 2) {
      for (size_t output = first; output < first + kOutputsAtOnce; ++output) {
        const int8_t* pair = weights + output * kTaps * layer->inputs + i;
        *to++ = pair[0];
        *to++ = pair[1];
      }
    }
  }
}

// The convolution sums values as they are stored; the border is filled with their zero point. What
// that adds to a sum is taken from the bias, as XNNPACK does, modulo 2^32.
static void PackBiases(const Layer* layer, int32_t* to) {
  const int8_t* weights = layer->filter->data;
  const uint32_t zero_point = (uint32_t)layer->input->quantization.zero_point;
  for (size_t output = 0; output < layer->outputs; ++output) {
    uint32_t sum = 0;
    for (size_t i = 0; i < kTaps * layer->inputs; ++i) sum += (uint32_t)(int32_t)*weights++;
    const int32_t* biases = layer->bias == NULL ? NULL : layer->bias->data;
    const uint32_t bias = biases == NULL ? 0 : (uint32_t)biases[output];
    to[output] = (int32_t)(bias - zero_point * sum);
  }
}

// Weights, biases and scales, in one block. Returns false when there is no memory.
static bool Pack(const Layer* layer, Operator* op) {
  const size_t weight_bytes = kTaps * layer->inputs * layer->outputs;
  const size_t numbers = layer->outputs * sizeof(int32_t);
  char* packed = xnn_allocate_simd_memory(weight_bytes + 2 * numbers);
  op->base.packed_weights.pointer = packed;
  op->base.zero_buffer = xnn_allocate_simd_memory(layer->inputs);
  if (packed == NULL || op->base.zero_buffer == NULL) return false;
  float* scales = (float*)(packed + weight_bytes + numbers);
  PackWeights(layer, (int8_t*)packed);
  PackBiases(layer, (int32_t*)(packed + weight_bytes));
  for (size_t i = 0; i < layer->outputs; ++i) scales[i] = ScaleOf(layer, i);
  memset(op->base.zero_buffer, layer->input->quantization.zero_point, layer->inputs);
  op->conv.weights = (const int8_t*)packed;
  op->conv.biases = (const int32_t*)(packed + weight_bytes);
  op->conv.scales = scales;
  op->conv.padding = op->base.zero_buffer;
  return true;
}

static enum xnn_status Create(const struct xnn_node* node, const struct xnn_value* values,
                              size_t num_values, struct xnn_operator_data* opdata,
                              struct xnn_code_cache* code_cache,
                              xnn_weights_cache_t weights_cache) {
  (void)num_values, (void)code_cache, (void)weights_cache;
  const Layer layer = LayerOf(node, values);
  Operator* op = xnn_allocate_zero_simd_memory(sizeof(Operator));
  if (op == NULL) return xnn_status_out_of_memory;
  opdata->operator_objects[0] = &op->base;
  if (!Pack(&layer, op)) return xnn_status_out_of_memory;
  op->base.type = xnn_operator_type_convolution_nhwc_qc8;
  op->base.ukernel.type = xnn_microkernel_type_igemm;
  op->base.flags = node->flags;
  op->conv.inputs = layer.inputs;
  op->conv.outputs = layer.outputs;
  op->conv.zero_point = layer.output->quantization.zero_point;
  op->conv.lowest = Quantize(&layer, node->activation.output_min);
  op->conv.highest = Quantize(&layer, node->activation.output_max);
  op->base.padding_top = node->params.convolution_2d.input_padding_top;
  op->base.padding_right = node->params.convolution_2d.input_padding_right;
  op->base.padding_bottom = node->params.convolution_2d.input_padding_bottom;
  op->base.padding_left = node->params.convolution_2d.input_padding_left;
  return xnn_status_success;
}

// --- its work ----------------------------------------------------------------------------------

enum { kLeastBlockTiles = 48 };  // for which transforming the weights anew costs little

static void SetTask(Operator* op, size_t number, enum xnn_parallelization_type type, void (*task)(),
                    size_t range) {
  op->base.compute[number] = (struct compute_parameters){
      .type = type,
      .task_1d = (pthreadpool_task_1d_t)task,
      .context_offset = offsetof(Operator, conv) - offsetof(Operator, base.context),
      .range = {range, 1},
  };
}

// Gives each thread the same number of blocks of tiles. Where there are too few tiles, all threads
// transform the input together, and then each computes some output channels.
static void Divide(Operator* op, size_t threads) {
  struct glance_winograd* conv = &op->conv;
  const size_t blocks = conv->tiles / kLeastBlockTiles / threads * threads;
  conv->shares_values = blocks == 0 && threads > 1;
  const size_t wanted = DivideUp(conv->tiles, blocks == 0 ? 1 : blocks);
  conv->block_tiles = DivideUp(wanted, kTilesAtOnce) * kTilesAtOnce;
  if (conv->shares_values) {
    SetTask(op, 0, xnn_parallelization_type_1d, (void (*)())glance_winograd_transform_values,
            conv->block_tiles / kTilesAtOnce);
    SetTask(op, 1, xnn_parallelization_type_2d_with_thread,
            (void (*)())glance_winograd_compute_outputs, conv->outputs / kOutputsAtOnce);
  } else {
    SetTask(op, 0, xnn_parallelization_type_2d_with_thread,
            (void (*)())glance_winograd_compute_block, DivideUp(conv->tiles, conv->block_tiles));
    op->base.compute[1].type = xnn_parallelization_type_invalid;
  }
}

static enum xnn_status Reshape(struct xnn_operator_data* opdata, struct xnn_value* values,
                               size_t num_values, pthreadpool_t threadpool) {
  (void)num_values;
  Operator* op = (Operator*)opdata->operator_objects[0];
  struct glance_winograd* conv = &op->conv;
  const struct xnn_shape* shape = &values[opdata->inputs[0]].shape;
  conv->height = shape->dim[1];
  conv->width = shape->dim[2];
  conv->padding_top = op->base.padding_top;
  conv->padding_left = op->base.padding_left;
  conv->output_height = OutputSize(conv->height, op->base.padding_top, op->base.padding_bottom);
  conv->output_width = OutputSize(conv->width, op->base.padding_left, op->base.padding_right);
  conv->tiles_across = DivideUp(conv->output_width, kTileSide);
  conv->tiles = DivideUp(conv->output_height, kTileSide) * conv->tiles_across;
  const size_t threads = pthreadpool_get_threads_count(threadpool);
  Divide(op, threads);

  const size_t old_workspace_size = opdata->workspace_size;
  opdata->workspace_size = glance_winograd_workspace_bytes(conv, threads);
  opdata->workspace_alignment = XNN_ALLOCATION_ALIGNMENT;
  struct xnn_value* output = &values[opdata->outputs[0]];
  output->shape = (struct xnn_shape){
      .num_dims = 4, .dim = {1, conv->output_height, conv->output_width, conv->outputs}};
  const size_t size = xnn_tensor_get_size(output);
  if (size <= output->size && opdata->workspace_size <= old_workspace_size) {
    return xnn_status_success;
  }
  output->size = size;
  return xnn_status_reallocation_required;
}

static enum xnn_status Setup(const struct xnn_operator_data* opdata, const struct xnn_value* values,
                             size_t num_values, pthreadpool_t threadpool) {
  (void)num_values, (void)threadpool;
  Operator* op = (Operator*)opdata->operator_objects[0];
  op->conv.input = values[opdata->inputs[0]].data;
  op->conv.output = values[opdata->outputs[0]].data;
  op->conv.workspace = opdata->workspace;
  op->base.state = xnn_run_state_ready;
  return xnn_status_success;
}

void glance_choose_winograd(xnn_subgraph_t subgraph) {
  struct xnn_node* node = &subgraph->nodes[subgraph->num_nodes - 1];
  if (!IsChosen(node, subgraph->values)) return;
  node->create = Create;
  node->reshape = Reshape;
  node->setup = Setup;
}
