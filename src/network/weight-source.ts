import type { KnownBudget } from '../base/budget.ts';
import { counted } from '../base/counted.ts';
import type { FloatCounts } from '../kernels/weights/count-stored.ts';
import type { ImportedLayer, ImportedWeights } from './imported-weights.ts';
import type { LayerKind } from './layer.ts';

/** A layer of a file that is not read yet: what the file's head tells of it. */
export interface LayerHead {
  readonly name: string;
  readonly kind: LayerKind;
  /** As the file states it. */
  readonly shape: readonly number[];
  /** Outputs and inputs of its matrix. */
  readonly rows: number;
  readonly columns: number;
  readonly numberFormat: string;
  /** As of ImportedLayer. */
  readonly storedBitsPerWeight?: number;
  /** The block and the expert of a mixture that it belongs to. */
  readonly expert?: { readonly block: number; readonly index: number };
  /** Reads it, each time anew: nothing of it stays in memory but what the caller keeps. */
  readonly read: () => ImportedLayer;
  /**
   * The same with the zeros of its matrix left out, in less time and memory; undefined where a value is not finite. Absent where the file's elements have to be
   * put together first.
   */
  readonly readNonZeros?: () => ImportedLayer | undefined;
  /** What its values are, counted as they are read, without holding them; undefined where one is not finite, and where they cannot be counted so. Absent as that is. */
  readonly countValues?: () => FloatCounts | undefined;
}

/** What a file or folder holds, its layers not read yet: they may be more than memory holds. */
export interface WeightSource extends Omit<ImportedWeights, 'layers'> {
  readonly heads: readonly LayerHead[];
  /** Whether its layers were read already: another thread would have to read all of them anew. */
  readonly isRead?: true;
  /** Experts of each block that a token uses, where the file tells. */
  readonly expertsPerToken?: number;
}

/** Weights that are in memory already, as a source. */
export function sourceOf({ layers, ...weights }: ImportedWeights): WeightSource {
  return { ...weights, heads: layers.map(headOf), isRead: true };
}

function headOf(layer: ImportedLayer): LayerHead {
  const { name, kind, shape, numberFormat, storedBitsPerWeight, matrix } = layer;
  const { rows, columns } = matrix;
  const bits = storedBitsPerWeight === undefined ? {} : { storedBitsPerWeight };
  return { name, kind, shape, numberFormat, ...bits, rows, columns, read: () => layer };
}

/** What a budget says of layers that are all wanted in memory, and which command takes them one by one. */
export function allAtOnce(
  { layers, of = '', weights }: { readonly layers: number; readonly of?: string; readonly weights: number },
  oneByOne: string,
): string {
  const millions = Number((weights / 1e6).toPrecision(3));
  return `${counted(layers, 'layer')}${of} with ${millions} million weights, all of which this command holds at once (${oneByOne} takes them one at a time; run, machines and trace take one with --layer)`;
}

/** Refuses the layers of a language model that cannot all be in memory: a checkpoint is stored densely, and read so. */
export function expectModel({ heads, model }: WeightSource, budget?: KnownBudget): void {
  if (model === undefined) return;
  const values = heads.reduce((sum, { rows, columns }) => sum + rows * columns, 0);
  budget?.expect(values * 4, allAtOnce({ layers: heads.length, weights: values }, 'run without --prompt'));
}

/** Reads all layers of a source; together they may take what the budget holds. @throws UserError where they take more */
export function readSource(source: WeightSource, budget?: KnownBudget): ImportedWeights {
  expectModel(source, budget);
  const { heads, isRead: _, ...weights } = source;
  const layers = heads.map((head) => {
    const layer = head.read();
    budget?.take(bytesOf(layer), `"${head.name}" and the layers before it, all in memory`);
    return layer;
  });
  return { ...weights, layers };
}

/** What the weights of a layer take in memory, as they were read. */
export function bytesOf({ matrix, shared }: ImportedLayer): number {
  if (matrix.kind === 'dense') return matrix.values.byteLength;
  return matrix.rowIndex.byteLength + (shared?.codes ?? matrix.values).byteLength;
}
