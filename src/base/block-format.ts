import {
  FLOATS,
  NUMBER_FORMATS,
  type NumberFormat,
  numberFormatNamed,
  parseNumberFormat,
  quantize,
  roundHalfEven,
  saturates,
} from './number-format.ts';
import { type Place, UserError } from './user-error.ts';

/** Numbers in blocks that share a scale: value = scale x element, or scale x (element - zero point). */
export interface BlockFormat {
  readonly kind: 'block';
  readonly name: string;
  /** Stored bits of one element; what a block shares comes on top, once a block. */
  readonly widthBits: number;
  /** What is multiplied: of a table the format of its values, of elements with a zero point the difference. */
  readonly element: NumberFormat;
  readonly blockSize: number;
  /** What a block stores beside its elements: its scale, and its zero point where it has one. */
  readonly scaleBits: number;
  readonly scale: ScaleRule;
  /** Elements are codes of these values, ascending: a codebook that is the same for all weights. */
  readonly table?: readonly number[];
  /** What all blocks of a layer share, once. */
  readonly layerBits: number;
}

/**
 * How a block's scale follows from its values: a power of two of 8 bits; fp16, with which the largest magnitude becomes the element `end` (a negative end is that of
 * either sign: the scale then has one too); fp16 with a zero point, so that elements from 0 to `steps` span the values; fp8e4m3 times an fp32 scale of the layer.
 */
type ScaleRule =
  | { readonly kind: 'powerOfTwo' }
  | { readonly kind: 'half'; readonly end: number }
  | { readonly kind: 'zeroPoint'; readonly steps: number }
  | { readonly kind: 'twoLevels' };

/** What weights may be stored in: a format of single numbers, or of blocks. */
export type WeightFormat = NumberFormat | BlockFormat;

/** OCP Microscaling Formats 1.0, table 1. */
function mx(name: string, element: NumberFormat): BlockFormat {
  const scale = { kind: 'powerOfTwo' } as const;
  return {
    kind: 'block',
    name,
    widthBits: element.widthBits,
    element,
    blockSize: 32,
    scaleBits: 8,
    scale,
    layerBits: 0,
  };
}

/** Blocks of 32 of llama.cpp (ggml-common.h): an fp16 scale with which the largest magnitude becomes `end`. */
function ggml(name: string, widthBits: number, end: number, table?: readonly number[]): BlockFormat {
  const scale = { kind: 'half', end } as const;
  const element = parseNumberFormat(table === undefined ? `int${widthBits}` : 'int8');
  return {
    kind: 'block',
    name,
    widthBits,
    element,
    blockSize: 32,
    scaleBits: 16,
    scale,
    ...(table && { table }),
    layerBits: 0,
  };
}

/** The codebook of IQ4_NL (ggml-common.h, kvalues_iq4nl). It holds no 0. */
const IQ4_NL = [-127, -104, -83, -65, -49, -35, -22, -10, 1, 13, 25, 38, 53, 69, 89, 113];

const BLOCKS: Readonly<Record<string, BlockFormat>> = {
  mxfp8e4m3: mx('mxfp8e4m3', parseNumberFormat('fp8e4m3')),
  mxfp8e5m2: mx('mxfp8e5m2', parseNumberFormat('fp8e5m2')),
  mxfp6e3m2: mx('mxfp6e3m2', parseNumberFormat('fp6e3m2')),
  mxfp6e2m3: mx('mxfp6e2m3', parseNumberFormat('fp6e2m3')),
  mxfp4: mx('mxfp4', parseNumberFormat('fp4e2m1')),
  mxint8: mx('mxint8', parseNumberFormat('q1.6')),
  // NVIDIA's: an fp8 scale for each 16, over an fp32 scale of the tensor
  nvfp4: {
    kind: 'block',
    name: 'nvfp4',
    widthBits: 4,
    element: parseNumberFormat('fp4e2m1'),
    blockSize: 16,
    scaleBits: 8,
    scale: { kind: 'twoLevels' },
    layerBits: 32,
  },
  q4_0: ggml('q4_0', 4, -8),
  q8_0: ggml('q8_0', 8, 127),
  iq4_nl: ggml('iq4_nl', 4, -127, IQ4_NL),
};

/** Names of the block formats, in the order in which they are listed; those of groups are patterns. */
export const BLOCK_FORMAT_NAMES: readonly string[] = Object.keys(BLOCKS);

/** The formats of these names. */
export function blockFormats(): readonly BlockFormat[] {
  return Object.values(BLOCKS);
}

/** What parseWeightFormat understands, for error messages. */
const WEIGHT_FORMATS = `${NUMBER_FORMATS}, or in blocks ${BLOCK_FORMAT_NAMES.join(', ')}, and in groups of inputs int2g16 to int8g4096 (an fp16 scale; uint4g128: a zero point too)`;

/** A sweep asks for the same few names thousands of times. */
const grouped = new Map<string, BlockFormat | undefined>();

/**
 * The format of that name, of single numbers or of blocks.
 * @throws UserError NUMBER_FORMAT at `place` for anything else
 */
export function parseWeightFormat(name: string, place: Place = {}): WeightFormat {
  const found = numberFormatNamed(name) ?? blockFormatNamed(name);
  if (found !== undefined) return found;
  throw UserError.at(place, `expected a number format (${WEIGHT_FORMATS}), found "${name}"`, 'NUMBER_FORMAT');
}

function blockFormatNamed(name: string): BlockFormat | undefined {
  if (Object.hasOwn(BLOCKS, name)) return BLOCKS[name];
  if (!grouped.has(name)) grouped.set(name, groupsNamed(name));
  return grouped.get(name);
}

/**
 * Groups of inputs of a row as GPTQ, AWQ and compressed-tensors store them: an fp16 scale a group, and of `uint` a zero point of the element's width. Symmetric
 * groups span -range to range with 2^bits - 1 steps, so that the largest magnitude is half of them.
 */
function groupsNamed(name: string): BlockFormat | undefined {
  const [, unsigned, width, size] = /^(u?)int([2-8])g(\d{2,4})$/.exec(name) ?? [];
  const [widthBits, blockSize] = [Number(width), Number(size)];
  if (width === undefined || blockSize < 16 || blockSize > 4096) return undefined;
  const steps = 2 ** widthBits - 1;
  const common = { kind: 'block', name, widthBits, blockSize, layerBits: 0 } as const;
  if (unsigned === '')
    return {
      ...common,
      element: parseNumberFormat(`int${widthBits}`),
      scaleBits: 16,
      scale: { kind: 'half', end: steps / 2 },
    };
  return {
    ...common,
    element: parseNumberFormat(`int${widthBits + 1}`),
    scaleBits: 16 + widthBits,
    scale: { kind: 'zeroPoint', steps },
  };
}

/** Bits of a stored weight with its share of what its block stores. */
export function bitsPerWeight({ widthBits, blockSize, scaleBits }: BlockFormat): number {
  return widthBits + scaleBits / blockSize;
}

/** Significant bits that a value has at most, the scale of its block included. */
export function significantBits(format: WeightFormat): number {
  if (format.kind === 'float') return format.precisionBits;
  if (format.kind !== 'block') return format.widthBits;
  const { element, scale } = format;
  const own = significantBits(element);
  if (scale.kind === 'powerOfTwo') return own;
  const { fp16, fp32, fp8e4m3 } = FLOATS;
  return own + (scale.kind === 'twoLevels' ? fp8e4m3.precisionBits + fp32.precisionBits : fp16.precisionBits);
}

/** Whether 0 has a code: a table may lack it. */
export function holdsZero({ table }: BlockFormat): boolean {
  return table === undefined || table.includes(0);
}

/** The scale that the blocks of a layer share, by its largest magnitude, so that the largest block has the largest fp8e4m3; 1 where a format has none. */
export function layerScale(largest: number, { layerBits, element }: BlockFormat): number {
  return layerBits === 0 || largest === 0 ? 1 : Math.fround(largest / (largestOf(element) * FLOATS.fp8e4m3.maxValue));
}

/** What became of a block. */
export interface QuantizedBlock {
  /** Values beyond what the scale reaches, clipped. */
  readonly saturated: number;
  /** Whether every value is what it was, as far as fp32 tells. */
  readonly isExact: boolean;
}

/**
 * Puts the values of a block (weights that are 0 may be left out) in a format, in place: each becomes the nearest one that the block's scale gives, clipped at the ends.
 * Values that some scale gives exactly, as those of a file in this format, get that scale; the others the one of the rule.
 * @param shared layerScale of the layer
 */
export function quantizeBlock(values: Float64Array, format: BlockFormat, shared = 1): QuantizedBlock {
  const largest = values.reduce((most, value) => (Math.abs(value) > Math.abs(most) ? value : most), 0);
  if (largest === 0) return { saturated: 0, isExact: true };
  const exact = exactScales(largest, format, shared).find((scale) => isExactWith(values, scale, format));
  return settle(values, exact ?? scaleByRule(values, largest, format, shared), format);
}

/** Scales with which the largest magnitude is one of the elements. Of powers of two the rule finds it. */
function exactScales(largest: number, format: BlockFormat, shared: number): readonly number[] {
  const { scale, table, element } = format;
  switch (scale.kind) {
    case 'powerOfTwo':
      return [];
    case 'zeroPoint':
      return Array.from({ length: scale.steps }, (_, k) => half(Math.abs(largest) / (k + 1)));
    case 'twoLevels':
      return E2M1.map((value) => small(Math.abs(largest) / value / shared) * shared);
    case 'half': {
      const { minRaw, maxRaw } = element as Extract<NumberFormat, { readonly kind: 'fixed' }>;
      const elements = table ?? Array.from({ length: maxRaw - minRaw + 1 }, (_, k) => minRaw + k);
      return elements.flatMap((value) => (value === 0 ? [] : [half(largest / value)]));
    }
  }
}

/** Magnitudes of fp4e2m1. */
const E2M1 = [0.5, 1, 1.5, 2, 3, 4, 6];

function isExactWith(values: Float64Array, scale: number, format: BlockFormat): boolean {
  let [least, most] = [0, 0];
  for (const value of values) {
    // differences from the zero point are whole numbers
    const x = value / scale;
    const own = format.scale.kind === 'zeroPoint' ? Math.round(x) : nearest(x, format);
    if (Math.abs(x - own) > FP32_STEP * Math.abs(x)) return false;
    [least, most] = [Math.min(least, own), Math.max(most, own)];
  }
  return format.scale.kind !== 'zeroPoint' || most - least <= format.scale.steps;
}

/** Twice what rounding to fp32 changes at most. */
const FP32_STEP = 2 ** -23;

function scaleByRule(values: Float64Array, largest: number, format: BlockFormat, shared: number): number {
  const { scale, element } = format;
  const magnitude = Math.abs(largest);
  switch (scale.kind) {
    // OCP Microscaling Formats 1.0, section 6.3: the largest power of two in the block over that of the element format
    case 'powerOfTwo':
      return 2 ** Math.max(-127, Math.min(127, exponentOf(magnitude) - exponentOf(largestOf(element))));
    case 'twoLevels':
      return small(magnitude / largestOf(element) / shared) * shared;
    case 'half':
      return half((scale.end < 0 ? largest : magnitude) / scale.end);
    case 'zeroPoint': {
      const [least, most] = [values.reduce((a, b) => Math.min(a, b), 0), values.reduce((a, b) => Math.max(a, b), 0)];
      return half((most - least) / scale.steps);
    }
  }
}

/** A scale in fp16; one that vanishes is the smallest there is. */
function half(scale: number): number {
  return quantize(scale, FLOATS.fp16) || Math.sign(scale) * 2 ** -24;
}

/** The same in fp8e4m3. */
function small(scale: number): number {
  return quantize(scale, FLOATS.fp8e4m3) || 2 ** -9;
}

/** The element that stands for the lowest code, negative: what lies between it and the zero point; where there is none, that of the element format. */
function lowestCode(values: Float64Array, scale: number, { scale: rule }: BlockFormat): number {
  if (rule.kind !== 'zeroPoint') return -Infinity;
  return Math.max(-rule.steps, Math.round(values.reduce((a, b) => Math.min(a, b), 0) / scale));
}

function settle(values: Float64Array, scale: number, format: BlockFormat): QuantizedBlock {
  const lowest = lowestCode(values, scale, format);
  const highest = format.scale.kind === 'zeroPoint' ? lowest + format.scale.steps : Infinity;
  let saturated = 0;
  let isExact = true;
  for (let k = 0; k < values.length; k++) {
    const x = values[k] / scale;
    const rounded = format.scale.kind === 'zeroPoint' ? roundHalfEven(x) : nearest(x, format);
    const own = Math.max(lowest, Math.min(highest, rounded));
    if (own !== rounded || isBeyond(x, format)) saturated++;
    if (Math.abs(x - own) > FP32_STEP * Math.abs(x)) isExact = false;
    values[k] = own * scale;
  }
  return { saturated, isExact };
}

/** The element nearest to x: of a table the upper one of two as near. */
function nearest(x: number, { element, table }: BlockFormat): number {
  if (table === undefined) return quantize(x, element);
  const above = table.findIndex((value) => value >= x);
  if (above <= 0) return above === 0 ? table[0] : table.at(-1)!;
  return x - table[above - 1] < table[above] - x ? table[above - 1] : table[above];
}

function isBeyond(x: number, { element, table, scale }: BlockFormat): boolean {
  if (scale.kind === 'zeroPoint') return false;
  if (table === undefined) return saturates(x, element);
  const rounded = roundHalfEven(x);
  return rounded < table[0] || rounded > table.at(-1)!;
}

function largestOf(element: NumberFormat): number {
  return element.kind === 'float' ? element.maxValue : element.maxRaw * 2 ** -element.fractionBits;
}

/** floor(log2 x) of a positive double, exactly. */
function exponentOf(x: number): number {
  const exponent = Math.floor(Math.log2(x));
  if (2 ** exponent > x) return exponent - 1;
  return 2 ** (exponent + 1) <= x ? exponent + 1 : exponent;
}
