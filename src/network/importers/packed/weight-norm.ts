import { formatShape, sizeOf } from '../tensors/named-tensor.ts';
import { type PackedForm, packedWeight, parametrized, present, stemBefore } from './packed-form.ts';

/** Endings of the length g and the direction v: torch.nn.utils.weight_norm, and its parametrization. */
const PAIRS = [
  { g: '_g', v: '_v', name: (stem: string) => stem },
  {
    g: '.original0',
    v: '.original1',
    name: parametrized,
  },
];

/**
 * weight_norm of PyTorch: weight = g x v / |v|, the norm over every axis along which g has size 1 (Salimans and Kingma 2016).
 */
export const weightNorm: PackedForm = {
  name: 'weight_norm',
  find(key, tensors) {
    for (const { g, v, name } of PAIRS) {
      const stem = stemBefore(key, v);
      const length = stem === undefined ? undefined : tensors.get(stem + g);
      if (stem === undefined || length === undefined || key.shape.length < 2) continue;
      const parts = present(length, key);
      const isVector = length.shape.length === 0 || length.values.length === 1;
      const fits =
        isVector ||
        (length.shape.length === key.shape.length &&
          length.shape.every((size, axis) => size === 1 || size === key.shape[axis]));
      if (!fits)
        return {
          parts,
          name: name(stem),
          reason: `weight_norm, not read: g of shape ${formatShape(length.shape)} for v of shape ${formatShape(key.shape)}`,
        };
      const groupOf = groups(key.shape, isVector ? key.shape.map(() => 1) : length.shape);
      return packedWeight(parts, name(stem), key.shape, key.numberFormat, () => {
        const squares = new Float64Array(length.values.length);
        key.values.forEach((value: number, at: number) => {
          squares[groupOf(at)] += value * value;
        });
        const factors = squares.map((square, group) => length.values[group] / Math.sqrt(square));
        return Float32Array.from(key.values, (value, at) => value * factors[groupOf(at)]);
      });
    }
    return undefined;
  },
};

/** Which element of g belongs to element `at` of v: the axes of g that are wider than 1. */
function groups(shape: readonly number[], lengthShape: readonly number[]): (at: number) => number {
  const axes = lengthShape.flatMap((size, axis) => (size > 1 ? [axis] : []));
  const steps = axes.map((axis) => ({ size: shape[axis], inner: sizeOf(shape.slice(axis + 1)) }));
  return (at) => steps.reduce((group, { size, inner }) => group * size + (Math.floor(at / inner) % size), 0);
}
