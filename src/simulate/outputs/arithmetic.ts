import { parseWeightFormat, significantBits, type WeightFormat } from '../../base/block-format.ts';
import {
  clampRaw,
  type FixedFormat,
  type NumberFormat,
  parseNumberFormat,
  quantize,
  roundHalfEven,
  saturates,
} from '../../base/number-format.ts';
import { quantizeFloats } from '../../kernels/weights/quantize-floats.ts';
import { oddProduct } from './odd-product.ts';

/** The formats of the three operands of the arithmetic unit. */
export interface ArithmeticFormats {
  readonly weight: WeightFormat;
  readonly activation: NumberFormat;
  readonly accumulator: NumberFormat;
  /**
   * Where integers have a scale: the arithmetic unit works on the raw integers of `weight` and `activation` (formats without scale here), which are what these
   * divide weights and activations by; each weight is then multiplied by `factor` (1, unless products go into an accumulator that has no scale).
   */
  readonly scales?: { readonly weight: number; readonly activation: number; readonly factor: number };
}

/** The number formats that a machine names. Integers with a scale are worked on as raw integers. */
export function arithmeticFormats(
  names: Readonly<Record<'weight' | 'activation' | 'accumulator', string>>,
): ArithmeticFormats {
  const formats = {
    weight: parseWeightFormat(names.weight, { path: 'arithmetic.weight' }),
    activation: activationFormat(names),
    accumulator: parseNumberFormat(names.accumulator, { path: 'arithmetic.accumulator' }),
  };
  const [weight, activation, accumulator] = [formats.weight, formats.activation, formats.accumulator].map(scaleOf);
  return weight === undefined && activation === undefined && accumulator === undefined
    ? formats
    : unscaled(formats, { weight: weight ?? 1, activation: activation ?? 1 }, accumulator);
}

/** What one step of an integer stands for, where its format says so. */
function scaleOf(format: WeightFormat): number | undefined {
  return format.kind === 'fixed' ? format.scale : undefined;
}

/**
 * Products of raw integers are in units of weight x activation scale. An accumulator whose scale is a power of two times that drops (or adds) bits; into any other
 * one the product goes multiplied by what the units differ in.
 */
function unscaled(
  formats: Omit<ArithmeticFormats, 'scales'>,
  { weight, activation }: { readonly weight: number; readonly activation: number },
  accumulator: number | undefined,
): ArithmeticFormats {
  const unit = weight * activation;
  const bits = accumulator === undefined ? Number.NaN : Math.log2(accumulator / unit);
  const isShift = Number.isInteger(bits);
  const own = formats.accumulator;
  return {
    weight: withoutScale(formats.weight),
    activation: withoutScale(formats.activation),
    accumulator: own.kind === 'fixed' && isShift ? { ...own, scale: unit, fractionBits: own.fractionBits - bits } : own,
    scales: { weight, activation, factor: isShift ? 1 : unit / (accumulator ?? 1) },
  };
}

function withoutScale<Format extends WeightFormat>(format: Format): Format {
  if (format.kind !== 'fixed') return format;
  const { scale: _scale, ...plain } = format;
  return plain as Format;
}

/** The number format of the inputs. */
function activationFormat({ activation }: Readonly<Record<'activation', string>>): NumberFormat {
  return parseNumberFormat(activation, { path: 'arithmetic.activation' });
}

/** Values in a format, and how many of them had to be clipped. */
export interface Quantized {
  readonly values: Float32Array | Float64Array;
  readonly saturated: number;
}

/** The same where single precision may not hold them. */
interface QuantizedDoubles extends Quantized {
  readonly values: Float64Array;
}

/** Inputs in the activation format, as the arithmetic unit gets them: integers with a scale as raw integers. */
export function quantizeInputs(values: Float32Array, names: Readonly<Record<'activation', string>>): Quantized {
  const format = activationFormat(names);
  if (!isSingle(format)) return quantizeAll(values, withoutScale(format), scaleOf(format));
  const { values: quantized, saturations } = quantizeFloats(values, format);
  return { values: quantized, saturated: saturations };
}

/** Whether single precision holds every value of a format. */
export function isSingle(format: NumberFormat): boolean {
  return format.kind === 'float' || (format.scale === undefined && format.widthBits <= 24);
}

/** Every value, over the scale where there is one, rounded to the nearest of the format (ties to even) and saturated. */
export function quantizeAll(values: ArrayLike<number>, format: NumberFormat, scale = 1): QuantizedDoubles {
  const quantized = new Float64Array(values.length);
  let saturated = 0;
  for (let i = 0; i < values.length; i++) {
    const value = scale === 1 ? values[i] : values[i] / scale;
    if (value === 0) continue;
    quantized[i] = quantize(value, format);
    if (saturates(value, format)) saturated++;
  }
  return { values: quantized, saturated };
}

/**
 * The function that multiplies a weight and an activation (values of their formats) into the accumulator format: exact product, rounded once, not yet
 * saturated. Results of fixed accumulators are raw integers; of float ones the rounding is left to `settle`.
 */
export function multiplier(formats: ArithmeticFormats): (weight: number, activation: number) => number {
  const { accumulator } = formats;
  const product = isExactInDouble(formats) ? (w: number, a: number) => w * a : oddProduct;
  if (accumulator.kind === 'float') return product;
  const scale = 2 ** accumulator.fractionBits;
  return (w, a) => roundHalfEven(product(w, a) * scale);
}

/** Whether a double holds every product of a weight and an activation. */
export function isExactInDouble({ weight, activation, scales }: ArithmeticFormats): boolean {
  if (scales !== undefined && scales.factor !== 1) return false;
  return significantBits(weight) + significantBits(activation) <= 53;
}

/** A product brought into the range (and for floats the precision) of the accumulator. */
export function settle(product: number, accumulator: NumberFormat): number {
  return accumulator.kind === 'fixed' ? clampRaw(product, accumulator) : quantize(product, accumulator);
}

/** Whether `settle` clips. */
export function clips(product: number, accumulator: NumberFormat): boolean {
  return accumulator.kind === 'fixed'
    ? product < accumulator.minRaw || product > accumulator.maxRaw
    : saturates(product, accumulator);
}

/**
 * Fills `products` with the settled products of `count` weights, from `offset` on, and one activation; returns whether any was clipped.
 * One such function for each machine, so that the loop over the codebook, run once a broadcast, is monomorphic.
 */
export type ProductFiller = (
  weights: Float32Array | Float64Array,
  offset: number,
  count: number,
  activation: number,
  products: Products,
) => boolean;

export function productFiller(formats: ArithmeticFormats): ProductFiller {
  const { accumulator } = formats;
  if (isExactInDouble(formats)) {
    if (accumulator.name === 'fp32') return fillFp32;
    if (accumulator.kind === 'fixed') return fixedFiller(accumulator);
  }
  const multiply = multiplier(formats);
  return (weights, offset, count, activation, products) => {
    let clipped = false;
    for (let i = 0; i < count; i++) {
      const product = multiply(weights[offset + i], activation);
      products[i] = settle(product, accumulator);
      clipped ||= clips(product, accumulator);
    }
    return clipped;
  };
}

function fixedFiller({ fractionBits, minRaw, maxRaw }: FixedFormat): ProductFiller {
  const scale = 2 ** fractionBits;
  return (weights, offset, count, activation, products) => {
    let clipped = false;
    for (let i = 0; i < count; i++) {
      const raw = roundHalfEven(weights[offset + i] * activation * scale);
      products[i] = raw > maxRaw ? maxRaw : raw < minRaw ? minRaw : raw;
      clipped ||= raw > maxRaw || raw < minRaw;
    }
    return clipped;
  };
}

/** The typed array rounds once; what overflows single precision is clipped as in every other format. */
function fillFp32(
  weights: Float32Array | Float64Array,
  offset: number,
  count: number,
  activation: number,
  products: Products,
): boolean {
  let clipped = false;
  for (let i = 0; i < count; i++) {
    const product = Math.fround(weights[offset + i] * activation);
    products[i] = product;
    if (Number.isFinite(product)) continue;
    clipped = true;
    products[i] = Math.sign(product) * MAX_FP32;
  }
  return clipped;
}

const MAX_FP32 = (2 - 2 ** -23) * 2 ** 127;

/** Products of one item, in the accumulator format (raw integers where it is fixed). */
export type Products = Float32Array | Int32Array | Float64Array;
