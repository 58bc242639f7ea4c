import type { Files } from '../../base/files/files.ts';
import { basename } from '../../base/files/path.ts';
import { UserError } from '../../base/user-error.ts';
import type { Values } from '../../network/imported-weights.ts';
import { loadSource } from '../../network/importers/load-source.ts';
import { formatShape } from '../../network/importers/tensors/named-tensor.ts';
import { isIdx, readIdx } from '../../network/inputs/idx.ts';
import { readInputs } from '../../network/inputs/read-inputs.ts';
import type { DataConfig } from '../config/training.ts';
import type { Shape } from '../layers/layer-kind.ts';
import type { Samples } from '../learn/samples.ts';

/** Samples in memory that threads can share. */
export interface TrainingSamples {
  /** Of one sample: [values] or [channels, height, width]. */
  readonly shape: Shape;
  readonly train: Samples;
  /** Part of the training data that is not learnt; empty where the recipe asks for none. */
  readonly validation: Samples;
  readonly test: Samples;
}

/** An array as its file holds it: bytes stay bytes. */
interface StoredArray {
  readonly shape: readonly number[];
  readonly values: Uint8Array | Values;
}

/**
 * Reads the samples of a recipe and prepares their values.
 * @throws UserError on files that are missing or do not fit each other, NaN and Infinity, and labels that are no class
 */
export async function loadData(files: Files, data: DataConfig): Promise<TrainingSamples> {
  const train = await readSet(files, data.train);
  const test = await readSet(files, data.test);
  if (train.shape.join() !== test.shape.join())
    throw UserError.at(
      { file: data.test.inputs },
      `expected samples of ${formatShape(train.shape)} as in ${basename(data.train.inputs)}, found ${formatShape(test.shape)}`,
      'DATA_SHAPE',
    );
  const held = Math.round(train.count * data.validation);
  const learnt = train.count - held;
  if (learnt === 0) throw UserError.at({ file: data.train.inputs }, 'expected samples, found none', 'DATA_EMPTY');
  const change = preparation(train, learnt, data);
  return {
    shape: imageShape(train.shape),
    train: samplesOf(train, 0, learnt, change),
    validation: samplesOf(train, learnt, train.count, change),
    test: samplesOf(test, 0, test.count, change),
  };
}

/** @throws UserError where a label is no class */
export function checkClasses(config: DataConfig, { train, validation, test }: TrainingSamples, classes: number): void {
  for (const [file, samples, before] of [
    [config.train.labels, train, 0],
    [config.train.labels, validation, train.count],
    [config.test.labels, test, 0],
  ] as const) {
    const bad = samples.labels.findIndex((label) => label >= classes);
    if (bad >= 0)
      throw UserError.at(
        { file },
        `expected labels below ${classes}, the values that the last layer gives, found ${samples.labels[bad]} at position ${before + bad}`,
        'LABELS',
      );
  }
}

interface LabelledSet {
  readonly shape: readonly number[];
  readonly count: number;
  readonly values: Uint8Array | Values;
  readonly labels: Uint8Array | Values;
}

async function readSet(files: Files, set: DataConfig['train']): Promise<LabelledSet> {
  const [inputs, labels] = [await readArray(files, set.inputs), await readArray(files, set.labels)];
  const [count = 0, ...shape] = inputs.shape;
  if (shape.length === 0 || count === 0)
    throw UserError.at(
      { file: set.inputs },
      `expected samples of at least one value, found an array of ${formatShape(inputs.shape)}`,
      'DATA_SHAPE',
    );
  if (labels.values.length !== count)
    throw UserError.at(
      { file: set.labels },
      `expected ${count} labels, one for each sample of ${basename(set.inputs)}, found ${labels.values.length}`,
      'LABELS',
    );
  const bad = labels.values.findIndex((label) => !(Number.isInteger(label) && label >= 0 && label < 65536));
  if (bad >= 0)
    throw UserError.at(
      { file: set.labels },
      `expected whole numbers from 0, found ${labels.values[bad]} at position ${bad}`,
      'LABELS',
    );
  if (set.limit !== undefined && set.limit > count)
    throw UserError.at(
      { file: set.inputs },
      `expected at least ${set.limit} samples (limit), found ${count}`,
      'DATA_LIMIT',
    );
  const taken = set.limit ?? count;
  const size = shape.reduce((product, length) => product * length, 1);
  return {
    shape,
    count: taken,
    values: inputs.values.subarray(0, taken * size),
    labels: labels.values.subarray(0, taken),
  };
}

/** The file of an array, and its name there: `FILE.npz:NAME` is an array of an archive. */
export function arrayPlace(path: string): { readonly file: string; readonly member?: string } {
  const [, archive, member] = /^(.*\.npz):(.+)$/i.exec(path) ?? [];
  return archive === undefined ? { file: path } : { file: archive, member };
}

async function readArray(files: Files, path: string): Promise<StoredArray> {
  const { file, member } = arrayPlace(path);
  if (member !== undefined) {
    const { arrays } = await readInputs(files, file);
    const found = arrays.find(({ name }) => name === member);
    if (found !== undefined) return found;
    throw UserError.at(
      { file },
      `no array "${member}" (known: ${arrays.map(({ name }) => name).join(', ')})`,
      'UNKNOWN_NAME',
    );
  }
  const { bytes } = await loadSource(files, path);
  if (isIdx(bytes)) {
    const array = readIdx(path, bytes);
    refuseNotFinite(path, array.values);
    return array;
  }
  const { arrays } = await readInputs(files, path);
  if (arrays.length !== 1)
    throw UserError.at(
      { file: path },
      `expected one array, found ${arrays.length}; name one as ${basename(path)}:${arrays[0].name}`,
      'DATA_SHAPE',
    );
  return arrays[0];
}

function refuseNotFinite(file: string, values: StoredArray['values']): void {
  if (values instanceof Uint8Array) return;
  const bad = values.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0)
    throw UserError.at({ file }, `expected finite values, found ${values[bad]} at position ${bad}`, 'DATA_NOT_FINITE');
}

/** Images of one channel have no axis for it in IDX files. */
function imageShape(shape: readonly number[]): Shape {
  return shape.length === 2 ? [1, ...shape] : shape;
}

type Preparation = Pick<Samples, 'shift' | 'scale'>;

/** value -> (value - shift) x scale, from the statistics of the first `count` samples. */
function preparation(
  { shape, values }: LabelledSet,
  count: number,
  { scale, mean, deviation }: DataConfig,
): Preparation {
  const size = shape.reduce((product, length) => product * length, 1);
  const moments = (power: (value: number, place: number) => number, kind: 'none' | 'all' | 'each'): Float64Array => {
    const sums = new Float64Array(size);
    for (let at = 0, sample = 0; sample < count; sample++)
      for (let place = 0; place < size; place++) sums[place] += power(values[at++], place);
    if (kind === 'each') return sums.map((sum) => sum / count);
    return new Float64Array(size).fill(sums.reduce((total, sum) => total + sum, 0) / (count * size));
  };
  const shift = mean === 'none' ? new Float64Array(size) : moments((value) => value, mean);
  if (deviation === 'none') return { shift, scale: new Float64Array(size).fill(scale) };
  const centre = moments((value) => value, deviation);
  const squares = moments((value, place) => (value - centre[place]) ** 2, deviation);
  // a value that never changes stays as it is
  return { shift, scale: squares.map((square) => (square === 0 ? scale : 1 / Math.sqrt(square))) };
}

function samplesOf({ shape, values, labels }: LabelledSet, from: number, to: number, change: Preparation): Samples {
  const size = shape.reduce((product, length) => product * length, 1);
  const part = values.subarray(from * size, to * size);
  const shared =
    part instanceof Uint8Array
      ? new Uint8Array(new SharedArrayBuffer(part.length))
      : new Float32Array(new SharedArrayBuffer(part.length * 4));
  shared.set(part);
  const own = new Uint16Array(new SharedArrayBuffer((to - from) * 2));
  own.set(labels.subarray(from, to));
  return { size, count: to - from, values: shared, labels: own, ...change };
}
