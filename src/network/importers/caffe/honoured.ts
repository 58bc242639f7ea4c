import type { CaffeLayer } from './layer-types.ts';
import type { TextValue } from './prototxt.ts';

/** Values of a field that are honoured: all of them, or these. */
type Honoured = 'any' | readonly (string | number)[];
type Fields = Readonly<Record<string, Honoured>>;

const WINDOW: Fields = Object.fromEntries(
  ['kernel_size', 'kernel_h', 'kernel_w', 'stride', 'stride_h', 'stride_w', 'pad', 'pad_h', 'pad_w'].map(
    (field) => [field, 'any'] as const,
  ),
);
/** How it was computed or initialised changes no result. */
const ENGINE: Fields = { engine: 'any' };
const FILLERS: Fields = { weight_filler: 'any', bias_filler: 'any' };

/** Of each layer type the parameters that are read (caffe.proto). A field that is not read may be there with the one value that means what is done. */
const PARAMETERS: Readonly<Record<string, Readonly<Record<string, Fields>>>> = {
  Convolution: {
    convolution_param: {
      ...WINDOW,
      ...ENGINE,
      ...FILLERS,
      num_output: 'any',
      bias_term: 'any',
      group: 'any',
      dilation: 'any',
      axis: [1],
      force_nd_im2col: 'any',
    },
  },
  InnerProduct: {
    inner_product_param: { ...FILLERS, num_output: 'any', bias_term: 'any', axis: [1], transpose: ['false'] },
  },
  Pooling: {
    pooling_param: { ...WINDOW, ...ENGINE, pool: ['MAX', 'AVE', 0, 1], global_pooling: 'any', round_mode: ['CEIL', 0] },
  },
  Concat: { concat_param: { axis: [1], concat_dim: [1] } },
  ReLU: { relu_param: { ...ENGINE, negative_slope: [0] } },
  Sigmoid: { sigmoid_param: ENGINE },
  TanH: { tanh_param: ENGINE },
  Dropout: { dropout_param: { dropout_ratio: 'any' } },
  Softmax: { softmax_param: { ...ENGINE, axis: [1] } },
  Flatten: { flatten_param: { axis: [1], end_axis: [-1] } },
  Eltwise: { eltwise_param: { operation: ['SUM', 1], coeff: [1], stable_prod_grad: 'any' } },
  LRN: {
    lrn_param: {
      ...ENGINE,
      local_size: 'any',
      alpha: 'any',
      beta: 'any',
      k: [1],
      norm_region: ['ACROSS_CHANNELS', 0],
    },
  },
};

/** Messages of a layer that belong to training. */
const OF_TRAINING = new Set(['param', 'include', 'exclude', 'blobs', 'loss_param']);

/** What the description says of a layer that is not read; undefined where all is. */
export function unreadParameter({ type, parameters }: CaffeLayer): string | undefined {
  const known = PARAMETERS[type] ?? {};
  for (const [name, message] of Object.entries(parameters)) {
    if (OF_TRAINING.has(name)) continue;
    if (!Object.hasOwn(known, name)) return `${name} of a ${type} layer is not read`;
    for (const [field, values] of message) {
      if (!Object.hasOwn(known[name], field)) return `${name}.${field} is not read`;
      const honoured = known[name][field];
      const other = values.find((value) => honoured !== 'any' && !honoured.includes(value as string | number));
      if (other !== undefined) return `${name}.${field}: ${text(other)} is not read, only ${String(honoured[0])}`;
      if (values.length > 1 && Object.hasOwn(WINDOW, field))
        return `${name}.${field}: expected one value, found ${values.map(text).join(', ')} (give ${field.split('_')[0]}_h and ${field.split('_')[0]}_w)`;
    }
  }
  return undefined;
}

function text(value: TextValue): string {
  return value instanceof Map ? 'a message' : String(value);
}
