import { UserError } from '../../../base/user-error.ts';
import type { NamedTensor } from '../tensors/named-tensor.ts';
import { planarField, streamField, wordsOf } from './bit-fields.ts';
import { type Hints, numberHint, type PackedForm, packedWeight, present, stemBefore } from './packed-form.ts';

/**
 * GPTQ: qweight int32 [inputs x bits / 32, outputs], fields along the inputs; qzeros int32 [groups, outputs x bits / 32], fields along the outputs; scales
 * [groups, outputs]; g_idx [inputs], the group of each input (act-order). Weight = scale x (field - zero); format v1 stores zero - 1, v2 zero itself;
 * gptq_p is v2 with fields in bit planes, of 5, 6 and 7 bits too.
 * Source: ModelCloud/GPTQModel.
 */
export const gptq: PackedForm = {
  name: 'GPTQ',
  find(key, tensors, hints, file) {
    const stem = stemBefore(key, 'qweight');
    if (stem === undefined || !/^u?int32$/.test(key.numberFormat) || key.shape.length !== 2) return undefined;
    const [scales, zeros, groupOf] = ['scales', 'qzeros', 'g_idx'].map((name) => tensors.get(stem + name));
    if (scales?.shape.length !== 2 || scales.shape[1] !== key.shape[1]) return undefined;
    const parts = present(key, scales, zeros, groupOf);
    const name = `${stem}weight`;
    const [words, outputs] = key.shape as [number, number];
    const [groups] = scales.shape as [number, number];
    const bits = bitsOf(key, zeros, groupOf, outputs, hints);
    const refuse = (why: string) => ({ parts, name, reason: `GPTQ, ${bits ?? '?'} bit, not read: ${why}` });
    const format = hints.quantization?.checkpoint_format;
    const isPlanar = format === 'gptq_p';
    const known = isPlanar ? [2, 3, 4, 5, 6, 7, 8] : [2, 3, 4, 8];
    if (bits === undefined || !known.includes(bits)) return refuse(`expected ${known.join(', ')} bits`);
    const inputs = (words * 32) / bits;
    if (!Number.isInteger(inputs)) return refuse(`${words} words of 32 bits hold no whole number of inputs`);
    if (zeros !== undefined && (zeros.shape[0] !== groups || zeros.shape[1] !== Math.ceil((outputs * bits) / 32)))
      return refuse(`qzeros of shape ${zeros.shape.join(' x ')} for ${groups} groups of ${outputs} outputs`);
    if (groupOf !== undefined && groupOf.shape[0] !== inputs)
      return refuse(`g_idx of ${groupOf.shape[0]} values for ${inputs} inputs`);
    if (isPlanar && (inputs % 32 !== 0 || (zeros !== undefined && outputs % 32 !== 0)))
      return refuse(`${inputs} inputs and ${outputs} outputs are not in whole blocks of 32`);
    if (format !== undefined && !['gptq', 'gptq_v2', 'gptq_p'].includes(format as string))
      return refuse(`checkpoint_format "${String(format)}"`);
    const fieldOf = isPlanar ? planarField : streamField;
    const symmetric = 2 ** (bits - 1);
    const groupSize = Math.ceil(inputs / groups);
    const decode = () => {
      const [packed, factors, groupOfInput] = [wordsOf(key.values), scales.values, groupOf?.values];
      const zeroOfGroup = new Float64Array(groups * outputs).fill(symmetric);
      if (zeros !== undefined) {
        const plusOne = offsetOfZeros(zeros, format, symmetric, outputs, bits);
        const own = wordsOf(zeros.values);
        for (let group = 0, at = 0; group < groups; group++)
          for (let output = 0; output < outputs; output++, at++)
            zeroOfGroup[at] = fieldOf(own, group * zeros.shape[1], 1, output, bits) + plusOne;
      }
      const groupOfEach = Float64Array.from({ length: inputs }, (_, input) =>
        groupOfInput === undefined ? Math.floor(input / groupSize) : groupOfInput[input],
      );
      const outside = groupOfEach.findIndex((group) => !(group >= 0 && group < groups));
      if (outside >= 0)
        throw UserError.at(
          { file, path: `${stem}g_idx` },
          `value ${outside + 1} is ${groupOfEach[outside]}, there are ${groups} groups`,
          'PACKED',
        );
      const weights = new Float32Array(outputs * inputs);
      // Some inputs of all outputs at a time: both orders then stay within the cache.
      for (let from = 0; from < inputs; from += 32)
        for (let output = 0; output < outputs; output++)
          for (let input = from; input < Math.min(from + 32, inputs); input++) {
            const field = fieldOf(packed, output, outputs, input, bits);
            const at = groupOfEach[input] * outputs + output;
            weights[output * inputs + input] = factors[at] * (field - zeroOfGroup[at]);
          }
      return weights;
    };
    const assumed =
      format === undefined && zeros !== undefined
        ? `no checkpoint_format in a config.json beside the file: version ${offsetOfZeros(zeros, format, symmetric, outputs, bits) === 1 ? 1 : 2} of GPTQ taken from the zero points`
        : undefined;
    return packedWeight(parts, name, [outputs, inputs], `gptq${bits}`, decode, assumed);
  },
};

function bitsOf(
  { shape }: NamedTensor,
  zeros: NamedTensor | undefined,
  groupOf: NamedTensor | undefined,
  outputs: number,
  hints: Hints,
): number | undefined {
  if (groupOf !== undefined) return (shape[0] * 32) / groupOf.shape[0];
  return (
    numberHint(hints, 'bits', 'w_bit') ??
    (zeros === undefined ? undefined : Math.floor((zeros.shape[1] * 32) / outputs))
  );
}

/** What is added to a stored zero: 1 in version 1. Without a word on the version, zeros that all are 2^(bits - 1) can only be version 2, symmetric. */
function offsetOfZeros(zeros: NamedTensor, format: unknown, symmetric: number, outputs: number, bits: number): 0 | 1 {
  if (format !== undefined) return format === 'gptq' ? 1 : 0;
  const [groups, words] = zeros.shape as [number, number];
  const own = wordsOf(zeros.values);
  for (let group = 0; group < groups; group++)
    for (let output = 0; output < outputs; output++)
      if (streamField(own, group * words, 1, output, bits) !== symmetric) return 1;
  return 0;
}
