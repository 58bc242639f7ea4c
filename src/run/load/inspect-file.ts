import type { Files } from '../../base/files/files.ts';
import type { ImportOptions } from '../../network/importers/importer.ts';
import { type Inspection, type InspectionProgress, inspectSource } from '../../network/inspect.ts';
import { openNetworkWeights } from './load-weights.ts';

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
  return inspectSource((await openNetworkWeights(files, path, ofImport)).source, onProgress, values);
}
