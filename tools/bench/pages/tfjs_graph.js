// A graph of tfjs.json, run operation by operation with TensorFlow.js' fused calls.

const activations = { '[0,null]': 'relu', '[0,6]': 'relu6', undefined: 'linear' };
const activationOf = ({ clamp }) => activations[clamp && JSON.stringify(clamp)];

/** Tensors on the backend, beside the document itself. */
export function readGraph(tf, document, bytes) {
  const tensors = Object.fromEntries(
    Object.entries(document.tensors).map(([name, { shape, offset }]) => {
      const count = shape.reduce((a, b) => a * b, 1);
      return [name, tf.tensor(new Float32Array(bytes, offset, count), shape)];
    }),
  );
  return { document, tensors };
}

/** Logits of `image` (1, H, W, 3), a tensor that stays. */
export function runGraph(tf, { document, tensors }, image) {
  return tf.tidy(() => {
    const values = { [document.input]: image };
    for (const operation of document.operations) {
      values[operation.output] = run[operation.op](tf, operation, values, tensors);
    }
    return values[document.logits].dataSync();
  });
}

/** @param {{ padding?: 'same' | number[] }} operation */
function paddingOf({ padding = [0, 0, 0, 0] }) {
  if (padding === 'same') return 'same';
  const [top, right, bottom, left] = padding;
  return padding.every((side) => side === top)
    ? top
    : [
        [0, 0],
        [top, bottom],
        [left, right],
        [0, 0],
      ];
}

const convolution = (call) => (tf, operation, values, tensors) =>
  tf.fused[call]({
    x: values[operation.input],
    filter: tensors[operation.weight],
    bias: tensors[operation.bias],
    strides: operation.stride ?? [1, 1],
    pad: paddingOf(operation),
    activation: activationOf(operation),
  });

const run = {
  conv2d: convolution('conv2d'),
  depthwise_conv2d: convolution('depthwiseConv2d'),
  max_pool: (tf, operation, values) =>
    tf.maxPool(values[operation.input], operation.kernel, operation.stride, paddingOf(operation)),
  add(tf, operation, values) {
    const sum = tf.add(...operation.inputs.map((name) => values[name]));
    return activationOf(operation) === 'relu' ? tf.relu(sum) : sum;
  },
  global_average_pool(tf, operation, values) {
    const [, height, width, channels] = values[operation.input].shape;
    return tf.reshape(tf.avgPool(values[operation.input], [height, width], 1, 'valid'), [
      1,
      channels,
    ]);
  },
  dense: (tf, operation, values, tensors) =>
    tf.fused.matMul({
      a: values[operation.input],
      b: tensors[operation.weight],
      bias: tensors[operation.bias],
    }),
};
