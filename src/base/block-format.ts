import { NUMBER_FORMATS, type NumberFormat, parseNumberFormat, quantize, saturates } from './number-format.ts';
import { type Place, UserError } from './user-error.ts';

/** Numbers in blocks that share a scale, a power of two of 8 bits (OCP Microscaling Formats 1.0): value = scale x element. */
export interface BlockFormat {
  readonly kind: 'block';
  readonly name: string;
  /** Of one element; the scale comes on top, once a block. */
  readonly widthBits: number;
  readonly element: NumberFormat;
  readonly blockSize: number;
  readonly scaleBits: number;
}

/** What weights may be stored in: a format of single numbers, or of blocks. */
export type WeightFormat = NumberFormat | BlockFormat;

function mx(name: string, element: NumberFormat): BlockFormat {
  return { kind: 'block', name, widthBits: element.widthBits, element, blockSize: 32, scaleBits: 8 };
}

/** Table 1 of the specification. */
const BLOCKS: Readonly<Record<string, BlockFormat>> = {
  mxfp8e4m3: mx('mxfp8e4m3', parseNumberFormat('fp8e4m3')),
  mxfp8e5m2: mx('mxfp8e5m2', parseNumberFormat('fp8e5m2')),
  mxfp6e3m2: mx('mxfp6e3m2', parseNumberFormat('fp6e3m2')),
  mxfp6e2m3: mx('mxfp6e2m3', parseNumberFormat('fp6e2m3')),
  mxfp4: mx('mxfp4', parseNumberFormat('fp4e2m1')),
  mxint8: mx('mxint8', parseNumberFormat('q1.6')),
};

/** What parseWeightFormat understands, for error messages. */
const WEIGHT_FORMATS = `${NUMBER_FORMATS}, or in blocks of 32 ${Object.keys(BLOCKS).join(', ')}`;

/**
 * The format of that name, of single numbers or of blocks.
 * @throws UserError NUMBER_FORMAT at `place` for anything else
 */
export function parseWeightFormat(name: string, place: Place = {}): WeightFormat {
  if (Object.hasOwn(BLOCKS, name)) return BLOCKS[name];
  if (!name.startsWith('mx')) return parseNumberFormat(name, place);
  throw UserError.at(place, `expected a number format (${WEIGHT_FORMATS}), found "${name}"`, 'NUMBER_FORMAT');
}

/**
 * The scale of a block by its largest magnitude (section 6.3): the largest power of two in it over the largest power of two of the element format, within
 * 2^-127 to 2^127; 1 for a block of zeros. Magnitudes that the scaled format does not reach saturate.
 */
export function blockScale(largest: number, { element }: BlockFormat): number {
  if (largest === 0) return 1;
  const exponent = exponentOf(largest) - exponentOf(largestOf(element));
  return 2 ** Math.max(-127, Math.min(127, exponent));
}

/** The value of a block's element nearest to x (ties to even), saturated. */
export function quantizeInBlock(
  x: number,
  scale: number,
  { element }: BlockFormat,
): { value: number; saturated: boolean } {
  return { value: quantize(x / scale, element) * scale, saturated: saturates(x / scale, element) };
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
