import type { Files } from '../../base/files/files.ts';
import type { ImportOptions } from '../../network/importers/importer.ts';
import { openWeights } from '../../network/importers/index.ts';
import { type Inspection, type InspectionProgress, inspectSource, inspectWeights } from '../../network/inspect.ts';
import { loadWeights } from './load-weights.ts';
import { networkKind } from './network-kind.ts';

export interface InspectOptions extends ImportOptions {
  readonly onProgress?: (progress: InspectionProgress) => void;
}

/**
 * What a weight file, a model folder, an EIE dump or a network YAML holds, layer by layer, before any compression that the YAML asks for. Layers of files that can be
 * read part by part are in memory one at a time.
 * @throws UserError as loadWeights does
 */
export async function inspectFile(files: Files, path: string, options: InspectOptions = {}): Promise<Inspection> {
  const { onProgress, ...ofImport } = options;
  if (networkKind(files, path) === 'config') return inspectWeights((await loadWeights(files, path, ofImport)).weights);
  return inspectSource(await openWeights(files, path, ofImport), onProgress);
}
