import { countStored, type FloatCounts } from '../../../kernels/weights/count-stored.ts';
import { type NonZeroColumns, nonZeroColumns } from '../../../kernels/weights/dense-columns.ts';
import { nonZeroTurned } from '../../../kernels/weights/turned-columns.ts';
import type { ImportedLayer, ImportedMatrix, ImportedWeights, Skipped } from '../../imported-weights.ts';
import type { LayerHead, WeightSource } from '../../weight-source.ts';
import { beside, whenRead } from '../../when-read.ts';
import { budgetOf, type Source } from '../importer.ts';
import { unpackTensors } from '../packed/index.ts';
import type { Hints } from '../packed/packed-form.ts';
import { isFusedExperts, splitExperts } from './experts.ts';
import { matrixOf, type Orientation, orientationOf } from './matrix-of-tensor.ts';
import {
  formatShape,
  isInteger,
  isWeightName,
  lazyTensor,
  type NamedTensor,
  sizeOf,
  type Tensors,
} from './named-tensor.ts';
import { type Habits, habitsOf, notALayer } from './not-a-layer.ts';

/** A tensor that is a layer, its bias, and how its axes count. */
export interface Candidate {
  readonly tensor: NamedTensor;
  readonly bias: NamedTensor | undefined;
  readonly orientation: Orientation;
}

/** What a container's tensors are: layers that are not read yet, and the rest. */
export type TensorHeads = Pick<WeightSource, 'heads' | 'skipped' | 'warnings'>;

/** The weight layers of a container, all read. */
export function layersOfTensors(
  source: Source,
  stored: readonly NamedTensor[],
  hints: Hints = {},
): Pick<ImportedWeights, 'layers' | 'skipped' | 'warnings'> {
  const { heads, skipped, warnings } = headsOfTensors(source.file, stored, hints);
  const budget = budgetOf(source);
  const layers = heads.map((head) => {
    budget.take(8 * head.rows * head.columns, `weights of "${head.name}"`);
    return head.read();
  });
  return { layers, skipped, warnings: [...warnings, ...inexactNote(layers)] };
}

/**
 * The weight layers of a container: what several tensors hold together is put together (packed forms, masks, scales); embeddings, tables, masks and buffers
 * are no layers; fused experts are one layer each; kernels stored input x output are turned. Everything that is no layer is listed with the reason.
 */
export function headsOfTensors(file: string, stored: readonly NamedTensor[], hints: Hints = {}): TensorHeads {
  const { tensors, skipped: parts, warnings } = unpackTensors(file, stored, hints);
  const habits = habitsOf(tensors, parts.length > 0);
  const skipped: Skipped[] = [];
  const candidates: Candidate[] = [];
  const usedBy = new Map<string, string>();
  const notes = new Notes();
  for (const tensor of tensors.values()) {
    const why = tensor.shape.length < 2 ? undefined : notALayer(tensor, habits);
    if (why !== undefined) {
      skipped.push(why);
      continue;
    }
    const bias = biasOf(tensor, tensors);
    for (const candidate of candidatesOf(tensor, bias, tensors, notes))
      if ('reason' in candidate) skipped.push(candidate);
      else {
        candidates.push(candidate);
        if (bias !== undefined) usedBy.set(bias.name, tensor.name);
      }
  }
  const heads = turnNeighbours(candidates).map((candidate) => {
    noteHabits(candidate, habits, notes);
    return headOf(candidate);
  });
  return {
    heads,
    skipped: [...skipped.map((one) => withUse(one, usedBy.get(one.name))), ...parts],
    warnings: [...warnings, ...notes.texts()],
  };
}

/** The layer that one tensor without a name of its own is (.npy), or the reason why it is none. */
export function headOfTensor(tensor: NamedTensor): LayerHead | Skipped {
  const { name, shape } = tensor;
  const orientation = orientationOf(tensor, undefined);
  if ('reason' in orientation) return { name, reason: orientation.reason };
  if (shape.length > 4)
    return { name, reason: `${shape.length} dimensions, shape ${formatShape(shape)}: expected 2, 3 or 4` };
  const straight = { ...orientation, outputs: [0], inputs: tensor.shape.map((_, axis) => axis).slice(1) };
  return headOf({ tensor, bias: undefined, orientation: straight });
}

function candidatesOf(
  tensor: NamedTensor,
  bias: NamedTensor | undefined,
  tensors: Tensors,
  notes: Notes,
): (Candidate | Skipped)[] {
  if (!isFusedExperts(tensor)) {
    const orientation = orientationOf(tensor, bias);
    return 'reason' in orientation
      ? [{ name: tensor.name, reason: orientation.reason }]
      : [{ tensor, bias, orientation }];
  }
  const { members, isTurned, isGuess } = splitExperts(tensor, bias, tensors);
  notes.add('fused experts, one layer each; all of them run, though a token uses only some', tensor.name);
  if (isTurned) notes.add(turnedNote('its bias, partner or router'), tensor.name);
  if (isGuess) notes.add('nothing tells which axis counts outputs: taken as [experts, outputs, inputs]', tensor.name);
  return members.map((member, expert) => {
    const own = bias === undefined ? undefined : rowOf(bias, expert, members.length);
    return { tensor: member, bias: own, orientation: { kind: 'fullyConnected', outputs: [0], inputs: [1] } };
  });
}

/** Row `row` of a bias with one for each expert. */
export function rowOf(bias: NamedTensor, row: number, rows: number): NamedTensor {
  const { name, shape, numberFormat, held } = bias;
  const size = sizeOf(shape) / rows;
  return lazyTensor({ name, shape: [size], numberFormat, ...(held && { held }) }, () =>
    bias.values.subarray(row * size, (row + 1) * size),
  );
}

/** A square kernel says nothing by its bias; it is stored as the others of the same kind of name are, where those agree. */
function turnNeighbours(candidates: readonly Candidate[]): Candidate[] {
  const told = candidates.filter(
    ({ tensor: { shape }, bias }) => shape.length === 2 && bias !== undefined && shape[0] !== shape[1],
  );
  const allTurned = told.length > 0 && told.every(({ orientation }) => orientation.turned !== undefined);
  if (!allTurned) return [...candidates];
  return candidates.map((candidate) => {
    const { tensor, bias, orientation } = candidate;
    const isOpen = bias !== undefined && tensor.shape.length === 2 && tensor.shape[0] === tensor.shape[1];
    if (!isOpen || orientation.turned !== undefined) return candidate;
    return { ...candidate, orientation: { ...orientation, outputs: [1], inputs: [0], turned: 'the others' } };
  });
}

/** Why a weight is turned: what tells that it is stored input x output. */
function turnedNote(teller: string): string {
  return `stored input x output, as ${teller} tell${teller === 'the others' ? '' : 's'}: turned`;
}

function noteHabits({ tensor, orientation }: Candidate, habits: Habits, notes: Notes): void {
  if (orientation.turned !== undefined) notes.add(turnedNote(orientation.turned), tensor.name);
  if (/^u?int(2|4|8)$/.test(tensor.numberFormat) && habits.namesModules && isInteger(tensor))
    notes.add('small integers without a scale beside them: read as the numbers they are', tensor.name);
  if (habits.namesModules && !isWeightName(tensor.name.replace(/\.\d+$/, '')))
    notes.add('not named as a weight, read as a layer all the same', tensor.name);
}

function inexactNote(layers: readonly ImportedLayer[]): string[] {
  const notes = new Notes();
  for (const { name, numberFormat, matrix } of layers)
    if (/^u?int64$/.test(numberFormat) && matrix.values.some((value) => Math.abs(value) >= 2 ** 53))
      notes.add(`${numberFormat} values beyond 2^53 are not exact`, name);
  return notes.texts();
}

/** A layer of one tensor, not read yet. */
export function headOf(candidate: Candidate): LayerHead {
  const { tensor, orientation } = candidate;
  const { name, shape, numberFormat, held } = tensor;
  return {
    name,
    kind: orientation.kind,
    shape,
    numberFormat,
    ...sizesOf(candidate),
    ...storedBitsOf(tensor),
    read: () => {
      const layer = build(candidate);
      held?.release();
      return layer;
    },
    ...(tensor.asStored !== undefined &&
      (isStraight(candidate) || isTurned(candidate)) && { readNonZeros: () => nonZerosOf(candidate) }),
    ...(tensor.asStored !== undefined && { countValues: () => countsOf(candidate) }),
  };
}

/** Whether rows of the matrix lie one behind the other in the tensor. */
function isStraight({ orientation: { outputs, inputs } }: Candidate): boolean {
  return [...outputs, ...inputs].every((axis, at) => axis === at);
}

/** Whether its columns do. */
function isTurned({ orientation: { outputs, inputs } }: Candidate): boolean {
  return [...inputs, ...outputs].every((axis, at) => axis === at);
}

/** The layer with its zeros left out, from the bytes as they are stored. */
function nonZerosOf(candidate: Candidate): ImportedLayer | undefined {
  const { tensor, bias } = candidate;
  const { rows, columns } = sizesOf(candidate);
  const found = isStraight(candidate)
    ? nonZeroColumns({ ...tensor.asStored!, rows, columns })
    : nonZeroTurned({ ...tensor.asStored!, rows: columns, columns: rows });
  const layer = found && layerWith(candidate, sparse(rows, columns, found));
  bias?.held?.release();
  return layer;
}

/** Counts of the layer's values, from the bytes as they are stored; in whichever order. */
function countsOf(candidate: Candidate): FloatCounts | undefined {
  const { tensor, bias } = candidate;
  const isPlain = bias === undefined || bias.values.every((value: number) => Number.isFinite(Math.fround(value)));
  bias?.held?.release();
  return isPlain ? countStored({ ...tensor.asStored!, ...sizesOf(candidate) }) : undefined;
}

/** The rows of found columns are made when they are read. */
function sparse(rows: number, columns: number, found: NonZeroColumns): ImportedMatrix {
  const { columnStart, values, places } = found;
  const plain = { kind: 'sparse', rows, columns, columnStart, values } as const;
  const matrix = whenRead(plain, 'rowIndex', () => found.rowIndex);
  beside(matrix, 'places', places);
  return matrix;
}

function sizesOf({ tensor: { shape }, orientation: { outputs, inputs } }: Candidate) {
  const size = (axes: readonly number[]) => sizeOf(axes.map((axis) => shape[axis]));
  return { rows: size(outputs), columns: size(inputs) };
}

function build(candidate: Candidate): ImportedLayer {
  return layerWith(candidate, matrixOf(candidate.tensor, candidate.orientation));
}

function layerWith({ tensor, bias, orientation }: Candidate, matrix: ImportedMatrix): ImportedLayer {
  return {
    name: tensor.name,
    kind: orientation.kind,
    shape: tensor.shape,
    numberFormat: tensor.numberFormat,
    ...storedBitsOf(tensor),
    matrix,
    ...(bias === undefined ? {} : { bias: bias.values }),
  };
}

/** Of a plain tensor its number format tells. */
function storedBitsOf({ shape, storedBits, isRestored }: NamedTensor): { storedBitsPerWeight?: number } {
  return storedBits === undefined || isRestored !== true ? {} : { storedBitsPerWeight: storedBits / sizeOf(shape) };
}

/** The bias of a weight tensor: named as one, and with a value for each output, whichever axis counts those. */
function biasOf(tensor: NamedTensor, tensors: Tensors): NamedTensor | undefined {
  const { shape } = tensor;
  const sizes = new Set([shape[0], shape[1], shape.at(-1)]);
  const isExperts = isFusedExperts(tensor);
  return biasNames(tensor.name)
    .map((name) => tensors.get(name))
    .find((bias) => {
      if (bias === undefined || bias.name === tensor.name) return false;
      if (isExperts)
        return bias.shape.length === 2 && bias.shape[0] === shape[0] && [shape[1], shape[2]].includes(bias.shape[1]);
      if (bias.shape.length === 1) return sizes.has(bias.shape[0]);
      return bias.shape.length === 2 && bias.shape.join() === shape.slice(1).join();
    });
}

/** Names under which the bias of a weight tensor may lie: PyTorch, Keras, flax and plain numpy habits, arrays numbered in order. */
function biasNames(name: string): string[] {
  const pairs = [
    ['weights', 'biases'],
    ['weights', 'bias'],
    ['weight', 'bias'],
    ['kernel', 'bias'],
    ['coefs', 'intercepts'],
    ['coef', 'intercept'],
    ['W', 'b'],
    ['w', 'b'],
  ] as const;
  const names: string[] = [];
  for (const [weight, bias] of pairs) {
    const at = name.lastIndexOf(weight);
    const alone = at >= 0 && !/[A-Za-z]/.test((name[at - 1] ?? '') + (name[at + weight.length] ?? ''));
    if (alone) names.push(name.slice(0, at) + bias + name.slice(at + weight.length));
  }
  const numbered = /^(arr_|.*[./]vars[./])(\d+)$/.exec(name);
  if (numbered !== null) names.push(`${numbered[1]}${Number(numbered[2]) + 1}`);
  return [...names, `${name}_bias`, `${name}.bias`];
}

/** What is used as a bias is left out of nothing, whatever its shape made of it. */
function withUse({ name, reason, ...more }: Skipped, layer: string | undefined): Skipped {
  if (layer === undefined) return { name, reason, ...more };
  const shape = more.kind === undefined ? reason : reason.replace(/^.*, (?=shape )/, '');
  return { name, reason: `${shape}, used as the bias of "${layer}"` };
}

/** What is to be said of many tensors, once for each kind. */
class Notes {
  readonly #names = new Map<string, string[]>();

  add(note: string, name: string): void {
    this.#names.set(note, [...(this.#names.get(note) ?? []), name]);
  }

  texts(): string[] {
    return [...this.#names].map(([note, names]) => {
      const shown =
        names.length > 4 ? `${names.slice(0, 3).join(', ')} and ${names.length - 3} more` : names.join(', ');
      return `${shown}: ${note}`;
    });
  }
}
