import { wordsOf } from './bit-fields.ts';
import { numberHint, type PackedForm, packedWeight, present, stemBefore } from './packed-form.ts';

/** Output (of eight) that nibble k of a word holds. */
const OUTPUT_OF_NIBBLE = [0, 2, 4, 6, 1, 3, 5, 7];
const NIBBLE_OF_OUTPUT = OUTPUT_OF_NIBBLE.map((_, output) => OUTPUT_OF_NIBBLE.indexOf(output));

/**
 * AWQ (GEMM layout), 4 bit: qweight int32 [inputs, outputs / 8], fields along the outputs in the order 0 2 4 6 1 3 5 7; qzeros the same, [groups, outputs / 8];
 * scales [groups, outputs]. Weight = scale x (field - zero). Source: AutoAWQ.
 */
export const awq: PackedForm = {
  name: 'AWQ',
  find(key, tensors, hints) {
    const stem = stemBefore(key, 'qweight');
    if (stem === undefined || !/^u?int32$/.test(key.numberFormat) || key.shape.length !== 2) return undefined;
    const [scales, zeros] = ['scales', 'qzeros'].map((name) => tensors.get(stem + name));
    const [inputs, words] = key.shape as [number, number];
    const outputs = words * 8;
    if (scales?.shape.length !== 2 || scales.shape[1] !== outputs) return undefined;
    const parts = present(key, scales, zeros);
    const name = `${stem}weight`;
    const [groups] = scales.shape as [number, number];
    const refuse = (why: string) => ({ parts, name, reason: `AWQ, ${bits} bit, not read: ${why}` });
    const bits = numberHint(hints, 'bits', 'w_bit') ?? 4;
    if (bits !== 4) return refuse('expected 4 bits');
    if (zeros === undefined) return refuse(`no tensor ${stem}qzeros`);
    if (zeros.shape[0] !== groups || zeros.shape[1] !== words || inputs % groups !== 0)
      return refuse(
        `qzeros of shape ${zeros.shape.join(' x ')} for ${groups} groups of ${inputs} inputs, ${outputs} outputs`,
      );
    const nibble = (values: Int32Array, row: number, output: number): number =>
      (values[row * words + (output >> 3)] >>> (4 * NIBBLE_OF_OUTPUT[output & 7])) & 15;
    const groupSize = inputs / groups;
    return packedWeight(parts, name, [outputs, inputs], 'awq4', () => {
      const [packed, own, factors] = [wordsOf(key.values), wordsOf(zeros.values), scales.values];
      const weights = new Float32Array(outputs * inputs);
      for (let input = 0; input < inputs; input++) {
        const group = Math.floor(input / groupSize);
        for (let output = 0; output < outputs; output++)
          weights[output * inputs + input] =
            factors[group * outputs + output] * (nibble(packed, input, output) - nibble(own, group, output));
      }
      return weights;
    });
  },
};
