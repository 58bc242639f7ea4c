import type { Values } from '../../values.ts';
import { SMALL_FLOATS, smallFloat } from '../elements/small-float.ts';
import { formatShape, lazyTensor, type NamedTensor, sizeOf } from '../tensors/named-tensor.ts';
import { type PackedForm, packedWeight, present, stemBefore, weightName } from './packed-form.ts';

const FP4 = Float32Array.from({ length: 16 }, (_, code) => smallFloat(code, SMALL_FLOATS.e2m1));

/** The value of fp4 element `at`: two to a byte, the low half first. */
function fp4At(values: Values, at: number): number {
  return FP4[(values[at >> 1] >> (at % 2 === 0 ? 0 : 4)) & 15];
}

/** Scales that are powers of two: stored as exponent + 127 in a byte, or as numbers. */
function powersOfTwo({ numberFormat, values }: NamedTensor): ArrayLike<number> {
  return numberFormat === 'uint8' ? Float64Array.from(values, (exponent) => 2 ** (exponent - 127)) : values;
}

/**
 * MXFP4 as gpt-oss has it: blocks uint8 [.., outputs, groups, 16], two fp4 values to a byte, the low half first; scales uint8 [.., outputs, groups], exponent + 127
 * of each 32 weights. Source: openai/gpt-oss.
 */
export const mxfp4: PackedForm = {
  name: 'MXFP4',
  find(key, tensors) {
    const stem = stemBefore(key, 'blocks');
    const scales = stem === undefined ? undefined : tensors.get(`${stem}scales`);
    if (stem === undefined || scales === undefined || key.numberFormat !== 'uint8') return undefined;
    const parts = present(key, scales);
    const name = stem.replace(/[._/]$/, '');
    const [leading, bytes] = [key.shape.slice(0, -1), key.shape.at(-1)];
    if (bytes !== 16 || leading.length < 2 || leading.join() !== scales.shape.join())
      return {
        parts,
        name,
        reason: `MXFP4, not read: blocks of shape ${formatShape(key.shape)} and scales of shape ${formatShape(scales.shape)}, expected [.., groups, 16] and [.., groups]`,
      };
    const shape = [...leading.slice(0, -1), leading.at(-1)! * 32];
    const whole = () => unpacked(key.values, scales, sizeOf(shape));
    const [blocksOf, scalesOf] = [key.entry, scales.entry];
    if (shape.length !== 3 || blocksOf === undefined || scalesOf === undefined)
      return packedWeight(parts, name, shape, 'mxfp4', whole);
    const own = shape.slice(1);
    const entry = (index: number) =>
      lazyTensor({ name, shape: own, numberFormat: 'mxfp4' }, () =>
        unpacked(blocksOf(index).values, scalesOf(index), sizeOf(own)),
      );
    return packedWeight(parts, name, shape, 'mxfp4', whole, undefined, entry);
  },
};

/** fp4 in groups of 32, each with its power of two. */
function unpacked(blocks: Values, scales: NamedTensor, count: number): Float32Array {
  const powers = powersOfTwo(scales);
  const weights = new Float32Array(count);
  for (let at = 0; at < count; at++) weights[at] = fp4At(blocks, at) * powers[at >>> 5];
  return weights;
}

/**
 * Packed fp4 of compressed-tensors and ModelOpt: weight_packed (or weight) uint8 [outputs, inputs / 2], the low half first; weight_scale [outputs, groups]: NVFP4 fp8e4m3
 * for 16 inputs, divided by weight_global_scale (compressed-tensors) or multiplied by weight_scale_2 (ModelOpt); MXFP4 a power of two for 32.
 * Sources: vllm-project/compressed-tensors, NVIDIA/TensorRT-Model-Optimizer.
 */
export const groupedFp4: PackedForm = {
  name: 'NVFP4 or MXFP4',
  find(key, tensors) {
    const packed = stemBefore(key, 'weight_packed');
    const stem = packed ?? stemBefore(key, 'weight');
    if (stem === undefined || key.numberFormat !== 'uint8' || key.shape.length !== 2) return undefined;
    const [scale, divisor, factor] = ['weight_scale', 'weight_global_scale', 'weight_scale_2'].map((name) =>
      tensors.get(stem + name),
    );
    if (scale?.shape.length !== 2 || scale.shape[0] !== key.shape[0]) return undefined;
    const [outputs, bytes] = key.shape as [number, number];
    const inputs = 2 * bytes;
    const groups = scale.shape[1];
    const isMx = scale.numberFormat === 'uint8' || scale.numberFormat === 'fp8e8m0';
    if (!(isMx || scale.numberFormat === 'fp8e4m3') || inputs !== groups * (isMx ? 32 : 16)) return undefined;
    return packedWeight(
      present(key, scale, divisor, factor),
      weightName(`${stem}weight_`),
      [outputs, inputs],
      isMx ? 'mxfp4' : 'nvfp4',
      () => {
        const stored = isMx ? powersOfTwo(scale) : scale.values;
        const overall = (factor?.values[0] ?? 1) / (divisor?.values[0] ?? 1);
        const size = inputs / groups;
        const packedValues = key.values;
        const weights = new Float32Array(outputs * inputs);
        for (let group = 0, at = 0; group < outputs * groups; group++) {
          const factorOfGroup = Math.fround(stored[group] * overall);
          for (const end = at + size; at < end; at++) weights[at] = fp4At(packedValues, at) * factorOfGroup;
        }
        return weights;
      },
    );
  },
};
