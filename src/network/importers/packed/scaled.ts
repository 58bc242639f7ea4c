import { formatShape, isWeightName, type NamedTensor, splitName, type Tensors } from '../tensors/named-tensor.ts';
import { type Hints, type PackedForm, packedWeight, present } from './packed-form.ts';

/** Formats that hold no weight without a scale. */
const SMALL = /^(u?int[248]|fp[468]\w*)$/;
const SCALES = ['scale', 'scale_inv', 'scales', 'weight_scale', 'weight_scale_inv', 'scale_weight'];
const ZEROS = ['zero_point', 'zero_points', 'zeros', 'zp', 'weight_zero_point'];

/**
 * Small integers or floats with a scale beside them: one for all, one for each output, or one for each block of outputs x inputs (DeepSeek's
 * weight_scale_inv, groups), with another one over all of them (NVFP4); weight = scale x (value - zero point). Sources: compressed-tensors (float-quantized, int-quantized), deepseek-ai/DeepSeek-V3,
 * huggingface/optimum-quanto (_data, _scale).
 */
export const scaled: PackedForm = {
  name: 'scaled',
  find(key, tensors, hints) {
    if (!SMALL.test(key.numberFormat) || key.shape.length < 2) return undefined;
    const scale = companion(key, tensors, SCALES);
    const scaleOf = scale === undefined ? undefined : scaleValues(key, scale);
    if (scale === undefined || scaleOf === undefined) return undefined;
    const [divisor, factor] = ['weight_global_scale', 'weight_scale_2'].map((name) => companion(key, tensors, [name]));
    const zeros = companion(key, tensors, ZEROS);
    const parts = present(key, scale, zeros, divisor, factor);
    const name = key.name.replace(/\._data$/, '');
    const refuse = (why: string) => ({ parts, name, reason: `${key.numberFormat} with a scale, not read: ${why}` });
    const [scaleAt, zeroAt] = [
      blockwise(key, scale, hints),
      zeros === undefined ? undefined : blockwise(key, zeros, hints),
    ];
    if (scaleAt === undefined)
      return refuse(`a scale of shape ${formatShape(scale.shape)} for ${formatShape(key.shape)}`);
    if (zeros !== undefined && zeroAt === undefined)
      return refuse(`a zero point of shape ${formatShape(zeros.shape)} for ${formatShape(key.shape)}`);
    return packedWeight(parts, name, key.shape, key.numberFormat, () => {
      const overall = (factor?.values[0] ?? 1) / (divisor?.values[0] ?? 1);
      const factors = Float64Array.from(scale.values, (stored) => Math.fround(scaleOf(stored) * overall));
      return Float32Array.from(
        key.values,
        (value, at) => factors[scaleAt(at)] * (value - (zeroAt === undefined ? 0 : zeros!.values[zeroAt(at)])),
      );
    });
  },
};

/** How a stored scale becomes a number: as it is, or as the exponent + 127 of a block of small floats (MXFP8, MXFP6, MXFP4). */
function scaleValues(key: NamedTensor, { numberFormat }: NamedTensor): ((stored: number) => number) | undefined {
  if (!SMALL.test(numberFormat) || numberFormat.startsWith('fp8')) return (stored) => stored;
  const isBlockExponent = numberFormat === 'uint8' && key.numberFormat.startsWith('fp');
  return isBlockExponent ? (stored) => 2 ** (stored - 127) : undefined;
}

/** The tensor beside `key` with one of these names: W_scale, W.scale, or of a weight scale in the place of its last word (codes of anything have scales too). */
function companion({ name }: NamedTensor, tensors: Tensors, names: readonly string[]): NamedTensor | undefined {
  const bare = name.replace(/\._data$/, '').replace(/:\d+$/, '');
  const { stem } = splitName(bare);
  const prefixes = [`${bare}_`, `${bare}.`, `${bare}/`, `${bare}._`, ...(isWeightName(bare) ? [stem] : [])];
  for (const prefix of prefixes)
    for (const one of names) {
      const found = tensors.get(prefix + one);
      if (found !== undefined) return found;
    }
  return undefined;
}

/** Where the scale of element `at` stands; undefined where the shapes do not fit each other. */
function blockwise({ shape }: NamedTensor, scale: NamedTensor, hints: Hints): ((at: number) => number) | undefined {
  const count = scale.values.length;
  if (count === 1) return () => 0;
  const [rows, columns] = [shape[0], shape.slice(1).reduce((product, size) => product * size, 1)];
  if (count === rows && scale.shape.slice(1).every((size) => size === 1)) return (at) => Math.floor(at / columns);
  if (scale.shape.length === shape.length && shape.length > 2 && scale.shape[0] === shape[0] && count === shape[0])
    return (at) => Math.floor(at / columns);
  if (scale.shape.length !== 2 || shape.length !== 2) return undefined;
  const stated = hints.quantization?.weight_block_size as readonly number[] | undefined;
  const high = blockSize(rows, scale.shape[0], stated?.[0]);
  const wide = blockSize(columns, scale.shape[1], stated?.[1]);
  if (high === undefined || wide === undefined) return undefined;
  return (at) => Math.floor(Math.floor(at / columns) / high) * scale.shape[1] + Math.floor((at % columns) / wide);
}

/** Elements of a block where `blocks` of them cover `size`, the last perhaps not full: the stated size, an even share, or a power of two. */
function blockSize(size: number, blocks: number, stated: number | undefined): number | undefined {
  const fits = (block: number): boolean => Math.ceil(size / block) === blocks;
  if (stated !== undefined && fits(stated)) return stated;
  if (size % blocks === 0) return size / blocks;
  return [256, 128, 64, 32, 16, 8].find(fits);
}
