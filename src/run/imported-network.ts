import { randomStream } from '../base/random.ts';
import { UserError } from '../base/user-error.ts';
import { addBias } from '../compress/bias-column.ts';
import { toSparse } from '../compress/sparse-weights.ts';
import { generateActivations, layerSeed } from '../network/generate.ts';
import { executionFaults } from '../network/graph/execution-faults.ts';
import type { Graph } from '../network/graph/graph.ts';
import type { ImportedLayer, ImportedWeights } from '../network/imported-weights.ts';
import { formatShape } from '../network/importers/tensors/named-tensor.ts';
import { type GeneratedInputs, generateInputs } from '../network/inputs/generate-inputs.ts';
import type { GivenInputs } from '../network/inputs/read-inputs.ts';
import { splitInferences } from '../network/inputs/split-inferences.ts';
import type { Layer, Network, WeightMatrix } from '../network/layer.ts';
import { onlyLayer } from '../network/only-layer.ts';
import { refuseUnread, skippedNotes } from '../network/skipped-notes.ts';
import { mergeGroups } from './merge-groups.ts';

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
  /** Shapes and fixed values of generated inputs. */
  readonly generated?: GeneratedInputs;
  /** Seed of generated inputs, 1 by default. */
  readonly seed?: number;
  /** The same network before it was compressed. */
  readonly original?: ImportedWeights;
}

/**
 * Layers ready to run on any machine: weights by value in fp32, or with the codes that came with them (a machine with a codebook shares the former,
 * fitWeights). The network's graph is kept where every node of it can be executed; else each layer stands alone.
 * Inputs that are not given are generated: a stated density of positive multiples of 1/256 up to 1, and a warning.
 * @throws UserError where given inputs have another shape than the network takes, and where weights of it are not read
 */
export function importedNetwork(imported: ImportedWeights, options: ImportedNetworkOptions): Network {
  const { file, name, inputs, activationDensity = 1, seed = 1 } = options;
  if (options.only === undefined) refuseUnread(file, imported.skipped);
  const warnings = [...imported.warnings, ...skippedNotes(imported.skipped)];
  const matrices = imported.layers.map((layer) => toMatrix(layer, warnings));
  const graph = imported.graph;
  const faults =
    graph === undefined
      ? []
      : [...executionFaults(graph), ...(inputs === undefined ? openSizes(graph, options.generated) : [])];
  if (graph !== undefined && faults.length === 0) {
    const inferences =
      inputs === undefined
        ? [generateInputs(graph, activationDensity, seed, options.generated)]
        : splitInferences(graph, inputs);
    if (inputs === undefined)
      warnings.push(`no inputs given: generated with density ${activationDensity} from seed ${seed}`);
    const executed = mergedLayers(imported, matrices, graph);
    const original =
      options.original === undefined || options.original === imported ? {} : asOriginal(options.original);
    return {
      name,
      file,
      seed: inputs === undefined ? seed : (imported.seed ?? null),
      ...executed,
      ...original,
      inferences,
      warnings,
    };
  }
  if (faults.length > 0) warnings.push(`layers run one by one, each with an input of its own: ${faults.join('; ')}`);
  if (inputs === undefined)
    warnings.push(`no inputs given: activations generated with density ${activationDensity} from seed ${seed}`);
  const asked = onlyLayer({ name, layers: imported.layers }, options.only).layers;
  const layers = imported.layers.flatMap((layer, index) => {
    if (!asked.includes(layer)) return [];
    const activations =
      inputs === undefined
        ? generated(matrices[index].columns, activationDensity, layerSeed(seed, index))
        : givenActivations(layer, inputs);
    return [toLayer(layer, matrices[index], activations)];
  });
  return { name, file, seed: inputs === undefined ? seed : (imported.seed ?? null), layers, warnings };
}

/** The layers as they run, groups of a convolution together. */
function mergedLayers(
  imported: ImportedWeights,
  matrices: readonly WeightMatrix[],
  graph: Graph,
): { layers: Layer[]; graph: Graph } {
  const single = imported.layers.map((layer, index) => toLayer(layer, matrices[index], new Float32Array(0)));
  return sharesOneCodebook(imported) ? mergeGroups(single, graph) : { layers: single, graph };
}

function asOriginal(imported: ImportedWeights): Pick<Network, 'original'> {
  const matrices = imported.layers.map((layer) => toMatrix(layer, []));
  return { original: mergedLayers(imported, matrices, imported.graph!) };
}

/** Inputs whose sizes nobody tells; an open first one is the batch, 1. */
function openSizes(graph: Graph, given: GeneratedInputs | undefined): string[] {
  return graph.inputs
    .filter(({ name, shape }) => given?.shapes[name] === undefined && shape.slice(1).includes(null))
    .map(
      ({ name, shape }) =>
        `input "${name}" of shape ${formatShape(shape)} leaves sizes open (give --inputs, or inputShapes in a network YAML)`,
    );
}

/** Groups become one matrix only where they have one codebook, or none. */
function sharesOneCodebook({ layers, graph }: ImportedWeights): boolean {
  const books = new Map(layers.map(({ name, shared }) => [name, shared?.codebook.join()]));
  return graph!.nodes.every(
    (node) => node.operator !== 'Conv' || new Set(node.layers.map((name) => books.get(name))).size <= 1,
  );
}

function toMatrix(layer: ImportedLayer, warnings: string[]): WeightMatrix {
  const { weights, underflows, overflows } = toSparse(layer.matrix);
  if (underflows > 0) warnings.push(`${layer.name}: ${underflows} weights are too small for fp32 and become 0`);
  if (overflows > 0) warnings.push(`${layer.name}: ${overflows} weights are too large for fp32 and are clipped`);
  const { rows, columns, columnStart, rowIndex, values } = weights;
  const shape = { rows, columns, hasBias: false, columnStart, rowIndex };
  const own = layer.shared;
  const matrix: WeightMatrix =
    own !== undefined && own.codes.length === values.length
      ? { ...shape, weights: { kind: 'shared', codes: own.codes, codebook: own.codebook } }
      : { ...shape, weights: { kind: 'direct', values } };
  return addBias(matrix, layer.bias);
}

function toLayer({ name, kind }: ImportedLayer, matrix: WeightMatrix, activations: Float32Array): Layer {
  return { name, kind, matrix, activations };
}

function generated(columns: number, density: number, seed: number): Float32Array {
  return generateActivations(randomStream(seed), columns, density);
}

/** The array that bears the layer's name, or the only one for all layers: (columns,) or (1, columns). */
function givenActivations(layer: ImportedLayer, { file, arrays }: GivenInputs): Float32Array {
  const { columns } = layer.matrix;
  const array = arrays.find(({ name }) => name === layer.name) ?? (arrays.length === 1 ? arrays[0] : undefined);
  if (array === undefined)
    throw UserError.at({ file }, `no array "${layer.name}" for the layer of that name`, 'INPUT_NAMES');
  const { shape, values } = array;
  if (values.length !== columns || shape.at(-1) !== columns)
    throw UserError.at(
      { file },
      `layer "${layer.name}" wants ${columns} inputs, found shape ${formatShape(shape)}`,
      'INPUT_SHAPE',
    );
  return Float32Array.from(values);
}
