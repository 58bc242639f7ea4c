import type { Values } from '../../values.ts';
import { lazyTensor, type NamedTensor, type Tensors } from '../tensors/named-tensor.ts';

/** What stands about the weights outside of their tensors. */
export interface Hints {
  /** `quantization_config` (Hugging Face) or `quantization` (MLX) of config.json, or quantize_config.json. */
  readonly quantization?: Readonly<Record<string, unknown>>;
}

/** One weight that several tensors hold together: read, or the reason why it is not. */
export type PackedWeight = {
  /** Every tensor that belongs to it. */
  readonly parts: readonly NamedTensor[];
  /** What was taken for granted, for the user. */
  readonly assumed?: string;
} & ({ readonly weight: NamedTensor } | { readonly name: string; readonly reason: string });

/** A way in which several tensors hold one weight. */
export interface PackedForm {
  /** As a message names it. */
  readonly name: string;
  /** The weight that `key` is the head of, or undefined where it is none of this form. Shapes are checked here, values decoded when asked for. */
  readonly find: (key: NamedTensor, tensors: Tensors, hints: Hints, file: string) => PackedWeight | undefined;
}

/** The weight that a parametrization of PyTorch stands for: `fc.weight` of `fc.parametrizations.weight`. */
export function parametrized(stem: string): string {
  return stem.replace(/(^|\.)parametrizations\.([^.]+)$/, '$1$2');
}

/** What the tensor's name has before `ending`; undefined where it ends otherwise or in the middle of a word. */
export function stemBefore({ name }: NamedTensor, ending: string): string | undefined {
  if (!name.endsWith(ending)) return undefined;
  const stem = name.slice(0, name.length - ending.length);
  return /[A-Za-z0-9]$/.test(stem) && /^[A-Za-z0-9]/.test(ending) ? undefined : stem;
}

/** The tensors that there are. */
export function present(...tensors: readonly (NamedTensor | undefined)[]): NamedTensor[] {
  return tensors.filter((tensor) => tensor !== undefined);
}

/** A weight that is read: `fc1.` becomes the tensor `fc1.weight`. */
export function packedWeight(
  parts: readonly NamedTensor[],
  name: string,
  shape: readonly number[],
  numberFormat: string,
  decode: () => Values,
  assumed?: string,
  entry?: NamedTensor['entry'],
): PackedWeight {
  const held = parts.find((part) => part.held !== undefined)?.held;
  const head = {
    name,
    shape,
    numberFormat,
    isRestored: true,
    ...(held && { held }),
    ...(entry && { entry }),
    ...storedBitsOf(parts),
  } as const;
  return {
    parts,
    weight: lazyTensor(head, decode),
    ...(assumed === undefined ? {} : { assumed }),
  };
}

/** Bits of all parts together, where all are known. */
function storedBitsOf(parts: readonly NamedTensor[]): { storedBits?: number } {
  const bits = parts.reduce((sum, { storedBits = NaN }) => sum + storedBits, 0);
  return Number.isNaN(bits) ? {} : { storedBits: bits };
}

/** `fc1.` or `fc1.weight.` or `fc1.weight_` as the name of a weight: `fc1.weight`. */
export function weightName(stem: string): string {
  const bare = stem.replace(/[._/]$/, '');
  if (/(^|[._/])weight$/.test(bare) || stem === bare) return bare === '' ? 'weight' : bare;
  return `${stem.replace(/_$/, '.')}weight`;
}

/** A quantity of the quantisation config, where it is a number. */
export function numberHint({ quantization }: Hints, ...keys: readonly string[]): number | undefined {
  for (const key of keys) {
    const value = quantization?.[key];
    if (typeof value === 'number') return value;
  }
  return undefined;
}
