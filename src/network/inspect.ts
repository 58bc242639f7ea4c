import type { FloatCounts } from '../kernels/weights/count-stored.ts';
import { floatStatistics } from '../kernels/weights/float-statistics.ts';
import { countDistinct } from './distinct-values.ts';
import type { ImportedLayer, ImportedWeights, Skipped } from './imported-weights.ts';
import { ELEMENT_KINDS } from './importers/elements/element-kinds.ts';
import { leastBits } from './weight-formats.ts';
import { type LayerHead, sourceOf, type WeightSource } from './weight-source.ts';

/** What a layer of a file holds; what only its values tell is absent where no more than heads of files was read. */
export interface LayerInspection {
  readonly name: string;
  readonly kind: string;
  readonly rows: number;
  readonly columns: number;
  /** Shape in the file, e.g. [96, 3, 7, 7]. */
  readonly shape: readonly number[];
  readonly numberFormat: string;
  /** Bits of a weight as stored, scales of blocks included; where absent those of the number format. */
  readonly storedBitsPerWeight?: number;
  /** Weights that are not 0 (-0 is 0; a stored zero of a sparse file is none). */
  readonly nonZeroWeights?: number;
  readonly weightDensity?: number;
  /** Different values of all weights, 0 included where the matrix has one. */
  readonly distinctValues?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  /** The form in which a matrix of its density takes the least room where weights are codes of 4 bits, and its bits for each weight. */
  readonly leastBits?: { readonly format: string; readonly bitsPerWeight: number };
  /** Of a file that is encoded itself: entries of its streams, padding zeros among them. */
  readonly entries?: number;
  readonly paddingZeros?: number;
}

/** What a file holds, layer by layer, and what was skipped and why. */
export interface Inspection {
  readonly format: string;
  readonly layers: readonly LayerInspection[];
  readonly skipped: readonly Skipped[];
  readonly warnings: readonly string[];
}

/** Bytes of weights that were looked at, of all, and the layer that is next. */
export interface InspectionProgress {
  readonly layer: string;
  readonly doneBytes: number;
  readonly ofBytes: number;
}

/** Values of so many weights are counted without being asked for; those of a large model take minutes to read. */
const COUNTED_WEIGHTS = 2 ** 30;

/**
 * What a source holds, each layer read for its turn: no two of them are in memory together. The bias is not counted.
 * @param values whether layers are read and their values counted; by default where they are no more than 2^30
 */
export function inspectSource(
  { format, heads, skipped, warnings }: WeightSource,
  onProgress: (progress: InspectionProgress) => void = () => {},
  values?: boolean,
): Inspection {
  const weights = heads.reduce((sum, { rows, columns }) => sum + rows * columns, 0);
  const isRead = values ?? weights <= COUNTED_WEIGHTS;
  if (!isRead) {
    const told = `${weights} weights: told from the heads of the files; --values reads and counts them`;
    return { format, layers: heads.map(inspectHead), skipped, warnings: [...warnings, told] };
  }
  const ofBytes = heads.reduce((sum, head) => sum + fileBytesOf(head), 0);
  let doneBytes = 0;
  const layers = heads.map((head) => {
    onProgress({ layer: head.name, doneBytes, ofBytes });
    const counts = head.countValues?.();
    const found =
      counts === undefined ? inspectRead(head.read(), format) : { ...inspectHead(head), ...told(head, counts) };
    doneBytes += fileBytesOf(head);
    return found;
  });
  return { format, layers, skipped, warnings };
}

/** What its weights take in the file, scales of blocks apart; of a format without a width of its own as fp32. */
export function fileBytesOf({ rows, columns, numberFormat, storedBitsPerWeight }: LayerHead): number {
  const kinds: Readonly<Record<string, { readonly bits: number }>> = ELEMENT_KINDS;
  return (rows * columns * (storedBitsPerWeight ?? kinds[numberFormat]?.bits ?? 32)) / 8;
}

/** The same of weights that are read. */
export function inspectWeights(weights: ImportedWeights): Inspection {
  return inspectSource(sourceOf(weights), undefined, true);
}

function inspectHead({
  name,
  kind,
  rows,
  columns,
  shape,
  numberFormat,
  storedBitsPerWeight,
}: Omit<LayerHead, 'read'>): LayerInspection {
  const bits = storedBitsPerWeight === undefined ? {} : { storedBitsPerWeight };
  return { name, kind, rows, columns, shape, numberFormat, ...bits };
}

/** What the file's own encoding holds. */
function stored({ shared }: ImportedLayer): Pick<LayerInspection, 'entries' | 'paddingZeros'> {
  if (shared === undefined) return {};
  return { entries: shared.codes.length + shared.paddingZeros, paddingZeros: shared.paddingZeros };
}

/** EIE's codes: what is to be found is how their places are told. */
const LEAST_CODE_BITS = 4;

function inspectRead(layer: ImportedLayer, format: string): LayerInspection {
  return { ...inspectLayer(layer), ...(format === 'network' ? {} : stored(layer)) };
}

/** Counts of one layer. */
export function inspectLayer(layer: ImportedLayer): LayerInspection {
  const { matrix, ...head } = layer;
  const { rows, columns, values } = matrix;
  const counts = { ...floatStatistics(values), distinct: countDistinct(values) };
  return { ...inspectHead({ ...head, rows, columns }), ...told(matrix, counts) };
}

/** What is told of the values of a matrix. Of those that are counted the zeros of a sparse one are not. */
function told(
  { rows, columns }: Pick<LayerHead, 'rows' | 'columns'>,
  { nonZeros: nonZeroWeights, minimum, maximum, distinct }: FloatCounts,
): Partial<LayerInspection> {
  const size = rows * columns;
  const hasZero = nonZeroWeights < size;
  return {
    nonZeroWeights,
    weightDensity: nonZeroWeights / size,
    ...(nonZeroWeights > 0 && { leastBits: leastBits(nonZeroWeights / size, LEAST_CODE_BITS) }),
    distinctValues: distinct + (hasZero ? 1 : 0),
    minimum: hasZero ? Math.min(minimum, 0) + 0 : minimum,
    maximum: hasZero ? Math.max(maximum, 0) + 0 : maximum,
  };
}
