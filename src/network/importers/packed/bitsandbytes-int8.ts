import { type PackedForm, packedWeight, present, stemBefore } from './packed-form.ts';

/**
 * LLM.int8() of bitsandbytes: weight int8 [outputs, inputs], SCB float32 [outputs]; weight = value x SCB / 127. weight_format: 0 is row-major, the only
 * layout that is saved. Source: bitsandbytes, nn/modules.py (Int8Params).
 */
export const bitsandbytesInt8: PackedForm = {
  name: 'bitsandbytes int8',
  find(key, tensors) {
    const stem = stemBefore(key, 'SCB');
    const weight = stem === undefined ? undefined : tensors.get(`${stem}weight`);
    if (weight?.numberFormat !== 'int8') return undefined;
    const format = tensors.get(`${stem}weight_format`);
    const parts = present(weight, key, format);
    const [outputs, inputs] = weight.shape as [number, number];
    const refuse = (why: string) => ({ parts, name: weight.name, reason: `bitsandbytes int8, not read: ${why}` });
    if (format !== undefined && format.values[0] !== 0) return refuse(`weight_format ${format.values[0]}`);
    if (weight.shape.length !== 2 || key.values.length !== outputs)
      return refuse(`${key.values.length} scales for a weight of shape ${weight.shape.join(' x ')}`);
    return packedWeight(parts, weight.name, weight.shape, 'int8', () =>
      Float32Array.from(weight.values, (value, at) => (value * key.values[Math.floor(at / inputs)]) / 127),
    );
  },
};
