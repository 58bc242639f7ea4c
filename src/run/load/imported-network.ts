import { randomStream } from '../../base/random.ts';
import { type Fault, UserError } from '../../base/user-error.ts';
import { addBias } from '../../compress/bias-column.ts';
import { toSparse } from '../../compress/sparse-weights.ts';
import { generateActivations, layerSeed } from '../../network/generate.ts';
import { isArithmetic } from '../../network/graph/element-type.ts';
import { executionFaults, grouped, refusedNodes } from '../../network/graph/execution-faults.ts';
import type { Graph } from '../../network/graph/graph.ts';
import { statedShapes } from '../../network/graph/stated-shapes.ts';
import type { ImportedLayer, ImportedWeights } from '../../network/imported-weights.ts';
import { formatShape } from '../../network/importers/tensors/named-tensor.ts';
import { checkGivenNames, type GeneratedInputs, generateInputs } from '../../network/inputs/generate-inputs.ts';
import { namesIn, withNamedSizes } from '../../network/inputs/named-sizes.ts';
import type { GivenInputs } from '../../network/inputs/read-inputs.ts';
import { splitInferences } from '../../network/inputs/split-inferences.ts';
import type { LanguageTask } from '../../network/language/language-task.ts';
import { emptyCache, tokenGraph, tokenInputs } from '../../network/language/token-graph.ts';
import type { GraphNetwork, Layer, Network, WeightMatrix } from '../../network/layer.ts';
import { onlyLayer } from '../../network/only-layer.ts';
import { refuseUnread, skippedNotes } from '../../network/skipped-notes.ts';
import { beside, whenRead } from '../../network/when-read.ts';
import { blockDiagonal } from './block-diagonal.ts';

/** What goes into an imported network. */
export interface ImportedNetworkOptions {
  /** Base name of the file, for the record. */
  readonly file: string;
  readonly name: string;
  /** Input values; generated where absent. */
  readonly inputs?: GivenInputs;
  /** Layers that run one by one: only this one gets an input. */
  readonly only?: string;
  /** Density of generated inputs, 1 by default. */
  readonly activationDensity?: number;
  /** Shapes and fixed values of generated inputs; shapes of values that cannot be computed. */
  readonly generated?: GeneratedInputs;
  /** Seed of generated inputs, 1 by default. */
  readonly seed?: number;
  /** What a language model is to do. */
  readonly language?: LanguageTask;
  /** Inputs that run together, 1 by default: as many are generated, or found in the file for layers that run alone. */
  readonly batch?: number;
  /** The same network before it was compressed. */
  readonly original?: ImportedWeights;
  /** Each layer by itself, with one input vector, even where the file tells how they are connected. */
  readonly layersAlone?: boolean;
}

/**
 * Layers ready to run on any machine: weights by value in fp32, or with the codes that came with them (a machine with a codebook shares the former,
 * fitWeights). A network with a graph is executed whole: values of nodes that are not executed are generated where their shape is known. Without a graph, or
 * where it is asked for, each layer stands alone. Inputs that are not given are generated: a stated density of positive multiples of 1/256 up to 1, and a warning.
 * @throws UserError where given inputs have another shape than the network takes, where the graph's positions cannot be counted, and where weights
 * of it are not read
 */
export function importedNetwork(imported: ImportedWeights, options: ImportedNetworkOptions): Network {
  const { graph } = imported;
  const asks = options.only !== undefined || (graph !== undefined && options.layersAlone === true);
  if (!asks) refuseUnread(options.file, imported.skipped);
  const warnings = [
    ...imported.warnings,
    ...skippedNotes(imported.skipped),
    ...(asks ? leftOut(imported.skipped) : []),
  ];
  const matrices = imported.layers.map((layer) => toMatrix(layer, warnings));
  if (options.language !== undefined) return writing(imported, options, options.language, matrices, warnings);
  if (graph === undefined || options.layersAlone === true) return standAlone(imported, options, matrices, warnings);
  const named = namedShapes(graph, options);
  const { graph: sized, shapes } = withNamedSizes(graph, named.generated?.shapes ?? {});
  const generated = { values: {}, ...named.generated, shapes };
  return connected(sized, imported, { ...named, generated }, matrices, warnings);
}

/** Weights that a run goes on without, because it was asked to. */
export function leftOut(skipped: ImportedWeights['skipped']): string[] {
  return skipped.filter(({ kind }) => kind === 'unread').map(({ name, reason }) => `${name}: left out: ${reason}`);
}

/** A shape without a name is that of the only input. */
function namedShapes(graph: Graph, options: ImportedNetworkOptions): ImportedNetworkOptions {
  const { '': only, ...shapes } = options.generated?.shapes ?? {};
  if (only === undefined) return options;
  const names = graph.inputs.map(({ name }) => name);
  if (names.length !== 1)
    throw UserError.at(
      { file: options.file, path: 'inputShapes' },
      `expected the name of an input before the shape (${names.join(', ')}), found ${only.join('x')}`,
      'INPUT_NAMES',
    );
  return { ...options, generated: { values: {}, ...options.generated, shapes: { ...shapes, [names[0]]: only } } };
}

/** Layers that the graph feeds. */
function connected(
  graph: Graph,
  imported: ImportedWeights,
  options: ImportedNetworkOptions,
  matrices: readonly WeightMatrix[],
  warnings: string[],
): Network {
  const { file, name, inputs, activationDensity = 1, seed = 1, batch = 1, original } = options;
  const executed = executableGraph(graph, options, warnings);
  const inferences =
    inputs === undefined
      ? Array.from({ length: batch }, (_, k) =>
          generateInputs(graph, activationDensity, k === 0 ? seed : layerSeed(seed, k), options.generated),
        )
      : splitInferences(graph, inputs);
  if (inputs === undefined)
    warnings.push(`no inputs given: generated with density ${activationDensity} from seed ${seed}`);
  return {
    name,
    file,
    seed: inputs === undefined ? seed : (imported.seed ?? null),
    layers: imported.layers.map((layer, index) => toLayer(layer, matrices[index], new Float32Array(0))),
    graph: executed,
    ...(original === undefined || original === imported ? {} : { original: originalOf(original) }),
    inferences,
    warnings,
  };
}

/** A language model that goes on with a prompt. */
function writing(
  imported: ImportedWeights,
  { file, name, original }: ImportedNetworkOptions,
  language: LanguageTask,
  matrices: readonly WeightMatrix[],
  warnings: readonly string[],
): Network {
  const { transformer, prompt, newTokens, activationThreshold } = language;
  const length = prompt.length + newTokens;
  const graph = tokenGraph(transformer, { length, everyToken: false, activationThreshold });
  return {
    name,
    file,
    seed: null,
    layers: imported.layers.map((layer, index) => toLayer(layer, matrices[index], new Float32Array(0))),
    graph,
    inferences: [new Map([...tokenInputs(prompt, 0), ...emptyCache(transformer)])],
    language,
    ...(original === undefined || original === imported ? {} : { original: { ...originalOf(original), graph } }),
    warnings,
  };
}

function originalOf(imported: ImportedWeights): NonNullable<GraphNetwork['original']> {
  const layers = imported.layers.map((layer) => toLayer(layer, toMatrix(layer, []), new Float32Array(0)));
  return { layers, graph: imported.graph! };
}

/** The graph as it is executed, with the values that have to be made up. */
function executableGraph(graph: Graph, options: ImportedNetworkOptions, warnings: string[]): Graph {
  const { file, inputs, activationDensity = 1, seed = 1, generated } = options;
  if (inputs === undefined) checkGivenNames(graph, generated);
  const open = [...unreadInputs(graph), ...(inputs === undefined ? openSizes(graph, generated) : [])];
  const shapes = generated?.shapes ?? {};
  const known = open.length > 0 ? new Map() : knownInputs(graph, options);
  const stated = statedShapes(graph, known, shapes);
  const faults = [...open, ...executionFaults(graph, new Set(stated.keys()))];
  if (faults.length > 0) throw new UserError(faultsOf(file, faults));
  const refused = refusedNodes(graph);
  if (refused.length === 0) return graph;
  warnings.push(
    `values of nodes that are not executed are generated with density ${activationDensity}, so that positions are counted; the network's outputs mean nothing: ${grouped(refused)}`,
  );
  return { ...graph, madeUp: { density: activationDensity, seed, shapes } };
}

/** Inputs of the first inference, for their shapes. */
function knownInputs(graph: Graph, { inputs, generated, activationDensity = 1, seed = 1 }: ImportedNetworkOptions) {
  return inputs === undefined
    ? generateInputs(graph, activationDensity, seed, generated)
    : splitInferences(graph, inputs)[0];
}

function faultsOf(file: string, messages: readonly string[]): Fault[] {
  const hint =
    'the network is not executed, so its positions are not counted; --layers-alone runs each layer by itself with one input vector';
  return [...messages, hint].map((message) => ({ place: { file }, message, code: 'GRAPH_NOT_EXECUTED' }));
}

/** Layers one by one, each with an input of its own. */
function standAlone(
  imported: ImportedWeights,
  options: ImportedNetworkOptions,
  matrices: readonly WeightMatrix[],
  warnings: string[],
): Network {
  const { file, name, inputs, activationDensity = 1, seed = 1, batch = 1 } = options;
  const isPart = imported.graph !== undefined || imported.layers.some(({ kind }) => kind !== 'fullyConnected');
  if (isPart)
    warnings.push(
      'each layer runs by itself with one input vector: counts are those of one product, not of an inference',
    );
  if (inputs === undefined)
    warnings.push(`no inputs given: activations generated with density ${activationDensity} from seed ${seed}`);
  const asked = onlyLayer({ name, layers: imported.layers }, options.only).layers;
  const layers = imported.layers.flatMap((layer, index) => {
    if (!asked.includes(layer)) return [];
    const own = { activationDensity, seed: layerSeed(seed, index), batch };
    return [withInputs(layer, matrices[index], inputs, own)];
  });
  const whole = { name, file, seed: inputs === undefined ? seed : (imported.seed ?? null), layers, warnings };
  if (isPart) return { ...whole, layersAlone: true };
  return isOfToken(imported) && options.only === undefined ? { ...whole, layersAlone: false, tokens: true } : whole;
}

/** Whether each layer once is what a token takes: of a mixture that uses some of its experts it is not. */
function isOfToken({ language, model }: ImportedWeights): boolean {
  return (language ?? model) !== undefined && (model?.sizes.experts ?? 0) === 0;
}

/** Inputs of a kind that no values are made of. */
function unreadInputs(graph: Graph): string[] {
  return graph.inputs.flatMap(({ name, type = 'fp32' }) =>
    isArithmetic(type) ? [] : [`input "${name}" holds ${type}, which is not read`],
  );
}

/** Inputs whose sizes nobody tells; an open first one is the batch, 1. */
function openSizes(graph: Graph, given: GeneratedInputs | undefined): string[] {
  const open = graph.inputs.filter(
    ({ name, shape }) => given?.shapes[name] === undefined && shape.slice(1).includes(null),
  );
  // a cache has two inputs for each block of a network: where the file has names for their sizes, those are what to give
  const unknown = open.flatMap(unknownSizes);
  if (open.length > 2 && !unknown.includes(null)) {
    const names = [open[0], open[1]].map(({ name }) => `"${name}"`).join(', ');
    const shapes = namesIn(unknown)
      .map((name) => `--input-shape "${name}=N"`)
      .join(' ');
    return [
      `inputs ${names} and ${open.length - 2} more leave sizes open: give --inputs, ${shapes}, or inputShapes in a network YAML`,
    ];
  }
  return open.map(({ name, shape, sizes }) => {
    const text = shape.map((size, axis) => size ?? sizes?.[axis] ?? '?');
    const example = shape.map((size, axis) => size ?? (axis === 0 ? 1 : 'N')).join('x');
    return `input "${name}" of shape (${text.join(', ')}) leaves sizes open: give --inputs, --input-shape ${name}=${example}, or inputShapes in a network YAML`;
  });
}

/** Names of the sizes behind the first that are open; null: one without a name. */
function unknownSizes({ shape, sizes }: Graph['inputs'][number]): (string | null)[] {
  return shape.flatMap((size, axis) => (axis > 0 && size === null ? [sizes?.[axis] ?? null] : []));
}

/** The weights of a layer as compressed sparse columns, its bias behind them. */
export function toMatrix(layer: ImportedLayer, warnings: string[]): WeightMatrix {
  const { groups = 1 } = layer;
  const matrix = withOwnCodes(layer) ?? byValue(layer, warnings);
  return addBias(groups === 1 ? matrix : blockDiagonal(matrix, groups), layer.bias);
}

/** With the codes that came with the layer, where none of them stands for 0; no value is looked up for that. */
function withOwnCodes({ matrix, shared }: ImportedLayer): WeightMatrix | undefined {
  if (shared === undefined || matrix.kind === 'dense' || matrix.rowIndex.length !== shared.codes.length)
    return undefined;
  const { codes, codebook } = shared;
  if (codebook.some((value, code) => value === 0 && codes.includes(code))) return undefined;
  const { rows, columns, columnStart, rowIndex } = matrix;
  return { rows, columns, hasBias: false, columnStart, rowIndex, weights: { kind: 'shared', codes, codebook } };
}

/** Zeros among the weights are not stored. */
function byValue(layer: ImportedLayer, warnings: string[]): WeightMatrix {
  const { weights, underflows, overflows } = toSparse(layer.matrix);
  if (underflows > 0) warnings.push(`${layer.name}: ${underflows} weights are too small for fp32 and become 0`);
  if (overflows > 0) warnings.push(`${layer.name}: ${overflows} weights are too large for fp32 and are clipped`);
  const { rows, columns, columnStart, values, places } = weights;
  const direct = { rows, columns, hasBias: false, columnStart, weights: { kind: 'direct', values } as const };
  const matrix = whenRead(direct, 'rowIndex', () => weights.rowIndex);
  if (places !== undefined) beside(matrix, 'places', places);
  return matrix;
}

function toLayer(
  { name, kind, clippedWeights }: ImportedLayer,
  matrix: WeightMatrix,
  activations: Float32Array,
): Layer {
  return { name, kind, matrix, activations, ...(clippedWeights !== undefined && { clippedWeights }) };
}

/** A layer that stands alone with its inputs: given, or one that is generated. */
export function withInputs(
  layer: ImportedLayer,
  matrix: WeightMatrix,
  inputs: GivenInputs | undefined,
  {
    activationDensity,
    seed,
    batch,
  }: { readonly activationDensity: number; readonly seed: number; readonly batch: number },
): Layer {
  const { columns } = matrix;
  if (inputs === undefined)
    return toLayer(layer, matrix, generateActivations(randomStream(seed), columns, activationDensity));
  const given = givenActivations(layer, columns, inputs, batch);
  return { ...toLayer(layer, matrix, given[0]), ...(batch > 1 && { inputs: given }) };
}

/** Several inputs are run together where the user says so. */
function batchHint(shape: readonly number[], columns: number, values: number): string {
  return shape.length > 1 && shape.at(-1) === columns ? `; --batch ${values / columns} takes them together` : '';
}

/** The array that bears the layer's name, or the only one for all layers: (columns,) or (batch, columns). */
function givenActivations(
  layer: ImportedLayer,
  columns: number,
  { file, arrays }: GivenInputs,
  batch: number,
): Float32Array[] {
  const array = arrays.find(({ name }) => name === layer.name) ?? (arrays.length === 1 ? arrays[0] : undefined);
  if (array === undefined)
    throw UserError.at({ file }, `no array "${layer.name}" for the layer of that name`, 'INPUT_NAMES');
  const { shape, values } = array;
  if (values.length !== batch * columns || shape.at(-1) !== columns)
    throw UserError.at(
      { file },
      `layer "${layer.name}" wants ${batch === 1 ? '' : `a batch of ${batch} x `}${columns} inputs, found shape ${formatShape(shape)}${batchHint(shape, columns, values.length)}`,
      'INPUT_SHAPE',
    );
  return Array.from({ length: batch }, (_, k) => Float32Array.from(values.subarray(k * columns, (k + 1) * columns)));
}
