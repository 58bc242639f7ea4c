import type { Files } from '../../base/files/files.ts';
import type { ImportOptions } from '../../network/importers/importer.ts';
import { type Inspection, inspectWeights } from '../../network/inspect.ts';
import { loadWeights } from './load-weights.ts';

/**
 * What a weight file, an EIE dump or a network YAML holds, layer by layer, before any compression that the YAML asks for.
 * @throws UserError as loadWeights does
 */
export async function inspectFile(files: Files, path: string, options: ImportOptions = {}): Promise<Inspection> {
  return inspectWeights((await loadWeights(files, path, options)).weights);
}
