import { holdsZero, parseWeightFormat } from '../../base/block-format.ts';
import type { Chip } from '../../config/chip.ts';
import type { Layer, WeightMatrix } from '../../network/layer.ts';
import type { LayerCounts } from '../../simulate/layer-counts.ts';
import { arithmeticFormats, quantizeInputs } from '../../simulate/outputs/arithmetic.ts';
import { operandsOf } from '../../simulate/outputs/operands.ts';
import type { SummedCounts } from '../graph/sum-counts.ts';

/** A number format that turns more than this share of a layer's values to 0, or clips more, is told. */
const TOLD_SHARE = 0.01;

/** Stored weights, the bias apart, that are not 0 and become 0 in the weight format. */
export function zeroedWeights(matrix: WeightMatrix, { arithmetic }: Pick<Chip, 'arithmetic'>): number {
  return operandsOf(matrix, arithmeticFormats(arithmetic), true).zeroed;
}

/** What the number formats do to more than a hundredth of a layer's weights or inputs; whether or not its outputs were computed. */
export function quantizationWarnings(
  { layer, counts }: { readonly layer: Layer; readonly counts: LayerCounts | SummedCounts },
  hardware: Pick<Chip, 'arithmetic'>,
): string[] {
  const { matrix, activations, clippedWeights = 0 } = layer;
  const weights = matrix.columnStart[matrix.columns];
  const { weight, activation } = hardware.arithmetic;
  const warning = (count: number, of: number, what: string) =>
    count > of * TOLD_SHARE ? [`${layer.name}: ${Number(((100 * count) / of).toPrecision(2))} % of the ${what}`] : [];
  const { zeroed, saturated } = operandsOf(matrix, arithmeticFormats(hardware.arithmetic), true);
  const inputs =
    'products' in counts
      ? { all: counts.products * matrix.columns, zeroed: 0, clipped: counts.saturations.activation }
      : seenInputs(activations, hardware);
  return [
    ...withoutCode(layer, hardware),
    ...warning(zeroed, weights, `weights become 0 in ${weight}`),
    ...warning(saturated + clippedWeights, weights, `weights are clipped in ${weight}`),
    ...warning(inputs.zeroed, inputs.all, `inputs become 0 in ${activation}`),
    ...warning(inputs.clipped, inputs.all, `inputs are clipped in ${activation}`),
  ];
}

/** Weights that are 0 in a format that has no code for it. */
function withoutCode({ name, matrix }: Layer, { arithmetic }: Pick<Chip, 'arithmetic'>): string[] {
  const format = parseWeightFormat(arithmetic.weight);
  const zeros = (matrix.rows * matrix.columns) / (matrix.groups ?? 1) - matrix.columnStart[matrix.columns];
  if (format.kind !== 'block' || holdsZero(format) || zeros === 0) return [];
  return [`${name}: ${zeros} weights are 0, for which ${format.name} has no code; computed as if it had`];
}

/** What a number format does to the inputs of a layer. */
interface SeenInputs {
  readonly all: number;
  readonly nonZeros: number;
  /** Inputs that are not 0 and become 0. */
  readonly zeroed: number;
  readonly clipped: number;
}

/** Remembered by the format: most points of a sweep have the same inputs. */
const seen = new WeakMap<Float32Array, Map<string, SeenInputs>>();

/** Inputs of a layer as a machine sees them. */
export function seenInputs(activations: Float32Array, { arithmetic }: Pick<Chip, 'arithmetic'>): SeenInputs {
  const known = seen.get(activations) ?? new Map<string, SeenInputs>();
  seen.set(activations, known);
  let found = known.get(arithmetic.activation);
  if (found === undefined) {
    const { values, saturated } = quantizeInputs(activations, arithmetic);
    let nonZeros = 0;
    let zeroed = 0;
    for (let k = 0; k < values.length; k++) {
      if (values[k] !== 0) nonZeros++;
      else if (activations[k] !== 0) zeroed++;
    }
    found = { all: activations.length, nonZeros, zeroed, clipped: saturated };
    known.set(arithmetic.activation, found);
  }
  return found;
}
