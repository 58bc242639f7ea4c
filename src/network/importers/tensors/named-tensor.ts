import type { StoredRows } from '../../../kernels/weights/dense-columns.ts';
import type { Values } from '../../imported-weights.ts';
import type { ElementKind } from '../elements/element-kinds.ts';

/** A named array of a container (npz, safetensors). Its values may be decoded only when they are asked for. */
export interface NamedTensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly numberFormat: string;
  /** Row-major. */
  readonly values: Values;
  /** Put together of several tensors: its values are those of the weight, whatever its format. */
  readonly isRestored?: true;
  /** Bits that it takes in its file: of a weight put together, those of all its parts, scales and zero points among them. */
  readonly storedBits?: number;
  /** Entry `index` of its first axis alone, with what that takes of memory; where there is none, the values of all are there to take it from. */
  readonly entry?: (index: number) => NamedTensor;
  /** Its bytes, where they lie in a file as they are. */
  readonly asStored?: AsStored;
  /** Where its decoded values are held. */
  readonly held?: Held;
}

/** Elements as a file holds them, row-major and little-endian. */
export type AsStored = Pick<StoredRows, 'format' | 'fill'>;

/** Kinds of elements that are taken as they lie. */
const AS_STORED: ReadonlySet<string> = new Set<AsStored['format']>(['bf16', 'fp16', 'fp32']);

/** Elements of a kind, by what reads some of their bytes (into a block, perhaps); undefined for kinds that have to be decoded. */
export function asStoredOf(
  { name }: ElementKind,
  part: (from: number, length: number, into: Uint8Array<ArrayBuffer>) => Uint8Array,
): AsStored | undefined {
  if (!AS_STORED.has(name)) return undefined;
  return {
    format: name as AsStored['format'],
    fill(from, into) {
      const bytes = part(from, into.length, into);
      if (bytes.buffer !== into.buffer) into.set(bytes);
    },
  };
}

/** Decoded values, held until they are let go: a network may be larger than memory, and is read a layer at a time. */
export class Held {
  readonly #drops: (() => void)[] = [];

  add(drop: () => void): void {
    this.#drops.push(drop);
  }

  release(): void {
    for (const drop of this.#drops.splice(0)) drop();
  }
}

/** The tensors of a container by name, in its order. */
export type Tensors = ReadonlyMap<string, NamedTensor>;

/** A tensor that decodes its values once, when they are first asked for; and again behind a release of what holds them. */
export function lazyTensor(head: Omit<NamedTensor, 'values'>, decode: () => Values): NamedTensor {
  let values: Values | undefined;
  return {
    ...head,
    get values() {
      if (values === undefined) {
        values = decode();
        head.held?.add(() => {
          values = undefined;
        });
      }
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
