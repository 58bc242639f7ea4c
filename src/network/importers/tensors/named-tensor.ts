import type { Values } from '../../imported-weights.ts';

/** A named array of a container (npz, safetensors). Its values may be decoded only when they are asked for. */
export interface NamedTensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly numberFormat: string;
  /** Row-major. */
  readonly values: Values;
  /** Put together of several tensors: its values are those of the weight, whatever its format. */
  readonly isRestored?: true;
}

/** The tensors of a container by name, in its order. */
export type Tensors = ReadonlyMap<string, NamedTensor>;

/** A tensor that decodes its values once, when they are first asked for. */
export function lazyTensor(head: Omit<NamedTensor, 'values'>, decode: () => Values): NamedTensor {
  let values: Values | undefined;
  return {
    ...head,
    get values() {
      values ??= decode();
      return values;
    },
  };
}

/** Whether the tensor holds whole numbers (codes, indices, flags) as stored. */
export function isInteger({ numberFormat, isRestored }: NamedTensor): boolean {
  return isRestored !== true && /^(u?int\d+|bool)$/.test(numberFormat);
}

/** Product of all sizes. */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}

/** `(2, 3)`, as numpy writes a shape. */
export function formatShape(shape: readonly (number | null)[]): string {
  return `(${shape.map((size) => size ?? '?').join(', ')}${shape.length === 1 ? ',' : ''})`;
}

/** Last part of a name (`weight` of `h.0.attn.weight`, `kernel` of `dense/kernel:0` and of `dense.kernel.value`), and what stands before it with its separator. */
export function splitName(name: string): { stem: string; leaf: string } {
  const bare = name.replace(/:\d+$|(?<=(kernel|bias|embedding|scale))[./](raw_)?value$/, '');
  const at = Math.max(bare.lastIndexOf('.'), bare.lastIndexOf('/')) + 1;
  return { stem: bare.slice(0, at), leaf: bare.slice(at) };
}

const WEIGHT = /(^|_)(weights?|kernels?|w|proj|projection)(_|\d|$)/i;

/** Whether the last part of a name is one that weights bear. */
export function isWeightName(name: string): boolean {
  return WEIGHT.test(splitName(name).leaf);
}
