import type { NamedTensor } from '../tensors/named-tensor.ts';
import { wordField, wordsOf } from './bit-fields.ts';
import { type Hints, numberHint, type PackedForm, packedWeight, present, stemBefore } from './packed-form.ts';

/**
 * pack-quantized of compressed-tensors: weight_packed int32 [outputs, ceil(inputs / (32 / bits))], fields along the inputs, each value + 2^(bits - 1);
 * weight_scale [outputs, groups] (or [outputs, 1], [1]); weight_shape; weight_zero_point packed along the outputs, or plain; weight_g_idx.
 * Weight = scale x (value - zero). Source: vllm-project/compressed-tensors.
 */
export const packQuantized: PackedForm = {
  name: 'compressed-tensors pack-quantized',
  find(key, tensors, hints) {
    const stem = stemBefore(key, 'weight_packed');
    if (stem === undefined || !/^u?int32$/.test(key.numberFormat) || key.shape.length !== 2) return undefined;
    const [scale, shape, zeros, groupOf] = ['weight_scale', 'weight_shape', 'weight_zero_point', 'weight_g_idx'].map(
      (name) => tensors.get(stem + name),
    );
    if (scale === undefined) return undefined;
    const parts = present(key, scale, shape, zeros, groupOf);
    const name = `${stem}weight`;
    const refuse = (why: string) => ({ parts, name, reason: `compressed-tensors pack-quantized, not read: ${why}` });
    if (shape?.values.length !== 2) return refuse(`no ${stem}weight_shape of two sizes`);
    const [outputs, inputs] = [shape.values[0], shape.values[1]];
    const [rows, words] = key.shape as [number, number];
    if (rows !== outputs) return refuse(`${rows} rows of packed words, weight_shape tells of ${outputs}`);
    const bits = bitsOf(key, inputs, words, hints);
    if (bits === undefined)
      return refuse(`${words} words a row hold ${inputs} inputs in no number of bits from 2 to 8`);
    const groups = scale.shape.length === 2 ? scale.shape[1] : 1;
    const scaleRows = scale.shape.length === 0 ? 1 : scale.shape[0];
    if (scaleRows !== 1 && scaleRows !== outputs) return refuse(`weight_scale of shape ${scale.shape.join(' x ')}`);
    const half = 2 ** (bits - 1);
    const zeroWords = Math.ceil(outputs / Math.floor(32 / bits));
    const zeroIsPacked = zeros !== undefined && zeros.numberFormat === 'int32' && zeros.shape[0] === zeroWords;
    if (zeros !== undefined && !zeroIsPacked && zeros.values.length !== scale.values.length)
      return refuse(`weight_zero_point of shape ${zeros.shape.join(' x ')}`);
    const order = groupOf?.values.every((group) => group >= 0 && group < groups) === true ? groupOf.values : undefined;
    const groupSize = Math.ceil(inputs / groups);
    const zeroOf = (output: number, group: number): number => {
      if (zeros === undefined) return 0;
      if (!zeroIsPacked) return zeros.values[(scaleRows === 1 ? 0 : output) * groups + group];
      const column = Float64Array.from({ length: zeroWords }, (_, at) => zeros.values[at * groups + group]);
      return wordField(wordsOf(column), 0, output, bits) - half;
    };
    return packedWeight(parts, name, [outputs, inputs], `int${bits}`, () => {
      const [packed, factors] = [wordsOf(key.values), scale.values];
      const weights = new Float32Array(outputs * inputs);
      for (let output = 0; output < outputs; output++) {
        const zero = Float64Array.from({ length: groups }, (_, group) => zeroOf(output, group));
        const scaleRow = scaleRows === 1 ? 0 : output * groups;
        for (let input = 0; input < inputs; input++) {
          const group = order?.[input] ?? Math.floor(input / groupSize);
          const value = wordField(packed, output * words, input, bits) - half;
          weights[output * inputs + input] = factors[scaleRow + group] * (value - zero[group]);
        }
      }
      return weights;
    });
  },
};

/** Bits of the config, or the fewest that fill as many words a row and leave the rest of the last one 0. */
function bitsOf(key: NamedTensor, inputs: number, words: number, hints: Hints): number | undefined {
  const fits = (bits: number): boolean => Math.ceil(inputs / Math.floor(32 / bits)) === words;
  const stated = numberHint(hints, 'num_bits', 'bits');
  if (stated !== undefined && fits(stated)) return stated;
  return [2, 3, 4, 5, 6, 7, 8].find((bits) => fits(bits) && lastWordsEnd(key, inputs, words, bits));
}

function lastWordsEnd(key: NamedTensor, inputs: number, words: number, bits: number): boolean {
  const perWord = Math.floor(32 / bits);
  const used = (inputs - (words - 1) * perWord) * bits;
  for (let row = 0; row < key.shape[0]; row++) {
    const from = row * words;
    for (let word = 0; word < words; word++) {
      const filled = word === words - 1 ? used : perWord * bits;
      if (key.values[from + word] >>> 0 >= 2 ** filled) return false;
    }
  }
  return true;
}
