import { applyCompression } from '../../compress/apply-compression.ts';
import { type CompressionConfig, NO_COMPRESSION } from '../../config/network/network.ts';
import { layerSeed } from '../../network/generate.ts';
import type { ImportedLayer } from '../../network/imported-weights.ts';
import { fileBytesOf } from '../../network/inspect.ts';
import { onlyLayer } from '../../network/only-layer.ts';
import { refuseUnread, skippedNotes } from '../../network/skipped-notes.ts';
import type { MadeLayer, StreamedNetwork } from '../../network/streamed-network.ts';
import type { LayerHead, WeightSource } from '../../network/weight-source.ts';
import { type ImportedNetworkOptions, leftOut, toMatrix, withInputs } from './imported-network.ts';

/** What goes into a network of layers that are read one at a time. */
export interface StreamedWeightsOptions extends ImportedNetworkOptions {
  /** Experts of each block that a token uses; those of the model's config by default. */
  readonly experts?: number;
  readonly compress?: CompressionConfig;
}

/**
 * The layers of a source one by one, each with an input of its own, as importedNetwork makes them of weights that are read.
 * @throws UserError where weights are in a form that is not read, and where no layer has the name that is asked for
 */
export function streamedWeights(source: WeightSource, options: StreamedWeightsOptions): StreamedNetwork {
  const { file, name, only, inputs, activationDensity = 1, seed = 1, batch = 1 } = options;
  const { compress = NO_COMPRESSION } = options;
  const asks = only !== undefined || (source.graph !== undefined && options.layersAlone === true);
  if (!asks) refuseUnread(file, source.skipped);
  const isPart = source.graph !== undefined || source.heads.some(({ kind }) => kind !== 'fullyConnected');
  const used = only === undefined ? usedExperts(source, options.experts) : { heads: source.heads, warnings: [] };
  const asked = onlyLayer({ name, layers: used.heads }, only).layers;
  const coming = source.heads.flatMap((head, index) => {
    if (!asked.includes(head)) return [];
    const make = async (): Promise<MadeLayer> => {
      const warnings: string[] = [];
      const layer = compressed(head.readNonZeros?.() ?? head.read(), compress);
      const matrix = toMatrix(layer, warnings);
      const own = { activationDensity, seed: layerSeed(seed, index), batch };
      return { layer: withInputs(layer, matrix, inputs, own), warnings };
    };
    return [{ name: head.name, rows: head.rows, columns: head.columns, fileBytes: fileBytesOf(head), make }];
  });
  return {
    name,
    file,
    seed: inputs === undefined ? seed : (source.seed ?? null),
    coming,
    warnings: [
      ...source.warnings,
      ...skippedNotes(source.skipped),
      ...(asks ? leftOut(source.skipped) : []),
      ...(isPart
        ? ['each layer runs by itself with one input vector: counts are those of one product, not of an inference']
        : []),
      ...used.warnings,
      ...(inputs === undefined
        ? [`no inputs given: activations generated with density ${activationDensity} from seed ${seed}`]
        : []),
    ],
    ...(source.model !== undefined &&
      only === undefined &&
      !isPart && { tokens: true as const, sizes: source.model.sizes }),
    // each layer of a language model once is a token
    layersAlone:
      isPart || (source.model === undefined && coming.length > 1) || (source.model !== undefined && only !== undefined),
  };
}

function compressed(layer: ImportedLayer, config: CompressionConfig): ImportedLayer {
  return applyCompression({ format: '', layers: [layer], skipped: [], warnings: [] }, config).layers[0];
}

/** The layers that a token uses: of the experts of a block as many as the router chooses, the first ones, for which it chooses is not known. */
function usedExperts(
  { heads, model, expertsPerToken }: WeightSource,
  experts = model?.sizes.expertsPerToken ?? expertsPerToken ?? Infinity,
): { readonly heads: readonly LayerHead[]; readonly warnings: readonly string[] } {
  const used = heads.filter(({ expert }) => expert === undefined || expert.index < experts);
  if (used.length === heads.length) return { heads, warnings: [] };
  const all = new Set(heads.flatMap(({ expert }) => expert?.index ?? [])).size;
  return {
    heads: used,
    warnings: [
      `of the ${all} experts of each block ${experts} run, as a token uses: the first ones, since which it uses is not known (--experts changes their number)`,
    ],
  };
}
