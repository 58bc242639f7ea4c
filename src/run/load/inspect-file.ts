import type { Files } from '../../base/files/files.ts';
import { loadNetworkConfig } from '../../config/network/load-network.ts';
import { layerSeed } from '../../network/generate.ts';
import type { ImportOptions } from '../../network/importers/importer.ts';
import { openWeights } from '../../network/importers/index.ts';
import { type Inspection, type InspectionProgress, inspectSource } from '../../network/inspect.ts';
import { sourceOf, type WeightSource } from '../../network/weight-source.ts';
import { generatedHead } from './config-layers.ts';
import { loadWeights } from './load-weights.ts';
import { networkKind } from './network-kind.ts';

/** How a file is inspected. */
export interface InspectOptions extends ImportOptions {
  /** Whether values are read and counted: by default where they are no more than 2^30. */
  readonly values?: boolean;
  readonly onProgress?: (progress: InspectionProgress) => void;
}

/**
 * What a weight file, an EIE dump, a model folder or a network YAML holds, layer by layer, before any compression that the YAML asks for. Of large ones only heads of
 * files are read.
 * @throws UserError as openWeights and loadNetworkConfig do
 */
export async function inspectFile(files: Files, path: string, options: InspectOptions = {}): Promise<Inspection> {
  const { onProgress, values, ...ofImport } = options;
  return inspectSource(await openSource(files, path, ofImport), onProgress, values);
}

async function openSource(files: Files, path: string, options: ImportOptions): Promise<WeightSource> {
  if (networkKind(files, path) !== 'config') return openWeights(files, path, options);
  const config = await loadNetworkConfig(files, path);
  const seed = options.seed ?? config.seed;
  if (config.weights !== null) {
    const prototxt = options.prototxt ?? config.weights.prototxt;
    return openWeights(files, config.weights.file, { seed, ...(prototxt !== null && { prototxt }) });
  }
  if (config.layers.some(({ generate }) => generate === undefined))
    return sourceOf((await loadWeights(files, path, options)).weights);
  const heads = config.layers.map((layer, index) => generatedHead(files, layer, layerSeed(seed, index)));
  return { format: 'network', heads, skipped: [], warnings: [] };
}
