import { floatStatistics } from '../kernels/weights/float-statistics.ts';
import { countDistinct } from './distinct-values.ts';
import type { ImportedLayer, ImportedWeights, Skipped } from './imported-weights.ts';
import { ELEMENT_KINDS } from './importers/elements/element-kinds.ts';
import { type LayerHead, sourceOf, type WeightSource } from './weight-source.ts';

/** What a layer of a file holds. */
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
  readonly nonZeroWeights: number;
  readonly weightDensity: number;
  /** Different values of all weights, 0 included where the matrix has one. */
  readonly distinctValues: number;
  readonly minimum: number;
  readonly maximum: number;
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

/** Counts what imported weights hold; the bias is not counted. */
export function inspectWeights(weights: ImportedWeights): Inspection {
  return inspectSource(sourceOf(weights));
}

/** Bytes of weights that were looked at, of all, and the layer that is next. */
export interface InspectionProgress {
  readonly layer: string;
  readonly doneBytes: number;
  readonly ofBytes: number;
}

/** The same of layers that are read one by one: no two of them are in memory together. */
export function inspectSource(
  { format, heads, skipped, warnings }: WeightSource,
  onProgress: (progress: InspectionProgress) => void = () => {},
): Inspection {
  const ofBytes = heads.reduce((sum, head) => sum + bytesOf(head), 0);
  let doneBytes = 0;
  const layers = heads.map((head) => {
    onProgress({ layer: head.name, doneBytes, ofBytes });
    const layer = head.read();
    doneBytes += bytesOf(head);
    return { ...inspectLayer(layer), ...(format === 'network' ? {} : stored(layer)) };
  });
  return { format, layers, skipped, warnings };
}

/** What its weights take in the file, scales of blocks apart; of a format without a width of its own as fp32. */
function bytesOf({ rows, columns, numberFormat, storedBitsPerWeight }: LayerHead): number {
  const kinds: Readonly<Record<string, { readonly bits: number }>> = ELEMENT_KINDS;
  return (rows * columns * (storedBitsPerWeight ?? kinds[numberFormat]?.bits ?? 32)) / 8;
}

/** What the file's own encoding holds. */
function stored({ shared }: ImportedLayer): Pick<LayerInspection, 'entries' | 'paddingZeros'> {
  if (shared === undefined) return {};
  return { entries: shared.codes.length + shared.paddingZeros, paddingZeros: shared.paddingZeros };
}

/** Counts of one layer. */
export function inspectLayer(layer: ImportedLayer): LayerInspection {
  const { matrix } = layer;
  const size = matrix.rows * matrix.columns;
  const { nonZeros: nonZeroWeights, minimum, maximum } = floatStatistics(matrix.values);
  const hasZero = nonZeroWeights < size;
  return {
    name: layer.name,
    kind: layer.kind,
    rows: matrix.rows,
    columns: matrix.columns,
    shape: layer.shape,
    numberFormat: layer.numberFormat,
    ...(layer.storedBitsPerWeight !== undefined && { storedBitsPerWeight: layer.storedBitsPerWeight }),
    nonZeroWeights,
    weightDensity: nonZeroWeights / size,
    distinctValues: countDistinct(matrix.values) + (hasZero ? 1 : 0),
    minimum: hasZero ? Math.min(minimum, 0) + 0 : minimum,
    maximum: hasZero ? Math.max(maximum, 0) + 0 : maximum,
  };
}
