import { generationBudget, type Memory } from '../../base/budget.ts';
import type { Files } from '../../base/files/files.ts';
import { basename } from '../../base/files/path.ts';
import type { Steps } from '../../base/steps.ts';
import { UserError } from '../../base/user-error.ts';
import type { LayerConfig, WeightsConfig } from '../../config/network/network.ts';
import type { DrawnPlaces } from '../../kernels/weights/place-bits.ts';
import { valuesOfCodes } from '../../network/coded-matrix.ts';
import { drawAhead, type GeneratedLayer, generateLayer } from '../../network/generate.ts';
import type { ImportedLayer, ImportedWeights } from '../../network/imported-weights.ts';
import { importWeights } from '../../network/importers/index.ts';
import type { Layer } from '../../network/layer.ts';
import { onlyLayer } from '../../network/only-layer.ts';
import type { LayerHead } from '../../network/weight-source.ts';
import type { NetworkOptions } from './network-options.ts';

/** A layer of a network config, with its weights. */
export interface ConfigLayer {
  readonly config: LayerConfig;
  readonly seed: number;
  readonly weights: ImportedLayer;
  /** The whole layer, input and all, where it was generated. */
  readonly generated?: Layer;
  readonly warnings: readonly string[];
}

/** Generates a layer of a network config, or reads it from its file; it bears the name that the config gives it. */
export async function configLayer(
  files: Files,
  config: LayerConfig,
  seed: number,
  changed?: NetworkOptions['generate'],
): Promise<ConfigLayer> {
  if (config.weights !== undefined)
    return { config, seed, ...(await importLayer(files, config.name, config.weights, seed)) };
  const generated = buildLayer(config, seed, changed, files.memory);
  return { config, seed, generated, weights: asWeights(generated), warnings: [] };
}

/** One layer of a weight file. */
async function importLayer(
  files: Files,
  name: string,
  source: WeightsConfig,
  seed: number,
): Promise<{ weights: ImportedLayer; warnings: readonly string[] }> {
  const { layers, warnings } = await importWeights(files, source.file, {
    ...(source.prototxt !== null && { prototxt: source.prototxt }),
    seed: source.seed ?? seed,
  });
  if (source.layer === null && layers.length > 1)
    throw UserError.at(
      { file: source.file, path: name },
      `expected weights.layer: the file has ${layers.length} layers`,
      'MISSING_KEY',
    );
  const asked = { file: source.file, path: name };
  const [layer] = onlyLayer({ name: basename(source.file), layers }, source.layer ?? layers[0].name, asked).layers;
  return { weights: { ...layer, name }, warnings: warnings.map((warning) => `${name}: ${warning}`) };
}

/** Row, code and value of a weight, and what drawing them takes meanwhile. */
const BYTES_PER_WEIGHT = 16;

/** Draws what makes the layer slow to generate, a few milliseconds at a time; while somebody holds what it returns it is generated in a moment. */
export function drawLayerAhead(
  config: LayerConfig,
  seed: number,
  changed: NetworkOptions['generate'],
): Steps<DrawnPlaces> {
  return drawAhead(specOf(config, changed), config.generate!.seed ?? seed);
}

function specOf({ name, generate, published }: LayerConfig, changed: NetworkOptions['generate']): GeneratedLayer {
  const { codebookValues, seed: _, ...sizes } = { ...generate!, ...changed };
  return {
    name,
    ...sizes,
    ...(codebookValues !== null && { codebookValues }),
    ...(published && { published }),
  };
}

function buildLayer(
  config: LayerConfig,
  seed: number,
  changed: NetworkOptions['generate'],
  memory: Memory | undefined,
): Layer {
  const spec = specOf(config, changed);
  const weights = spec.rows * spec.columns * spec.weightDensity;
  generationBudget(memory).take(
    weights * BYTES_PER_WEIGHT,
    `layer "${spec.name}": ${Math.round(weights)} generated weights`,
  );
  return generateLayer(spec, config.generate!.seed ?? seed);
}

/** The weights of a generated layer, with their codes: tens of megabytes, each of which is made when somebody looks at it. */
function asWeights({ name, kind, matrix }: Layer): ImportedLayer {
  const { rows, columns, columnStart, weights } = matrix;
  if (weights.kind === 'direct') throw new Error('a generated layer shares its weights');
  const { codebook } = weights;
  let values: Float32Array | undefined;
  return {
    name,
    kind,
    shape: [rows, columns],
    numberFormat: 'codebook',
    matrix: {
      kind: 'sparse',
      rows,
      columns,
      columnStart,
      get rowIndex() {
        return matrix.rowIndex;
      },
      get values() {
        values ??= valuesOfCodes(weights.codes, codebook);
        return values;
      },
    },
    shared: {
      get codes() {
        return weights.codes;
      },
      codebook,
      codeBits: Math.ceil(Math.log2(codebook.length)),
      paddingZeros: 0,
    },
  };
}

/** A generated layer that is not made yet. */
export function generatedHead(files: Files, config: LayerConfig, seed: number): LayerHead {
  const { rows, columns } = config.generate!;
  const read = () => asWeights(buildLayer(config, seed, undefined, files.memory));
  return {
    name: config.name,
    kind: config.kind,
    shape: [rows, columns],
    rows,
    columns,
    numberFormat: 'codebook',
    read,
  };
}

/** Layers without a graph, as if they came from one file. */
export function weightsOf(layers: readonly ConfigLayer[]): ImportedWeights {
  return {
    format: 'network',
    layers: layers.map(({ weights }) => weights),
    skipped: [],
    warnings: layers.flatMap(({ warnings }) => warnings),
  };
}
