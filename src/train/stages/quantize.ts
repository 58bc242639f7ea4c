import { parseNumberFormat } from '../../base/number-format.ts';
import { faultsIn } from '../../base/user-error.ts';
import { z } from '../../base/zod.ts';
import { formatFor, quantizeWeights } from '../../compress/quantize-weights.ts';
import { placeOf } from '../../config/yaml/config-tree.ts';
import type { TrainedLayer } from '../network/trained-network.ts';
import { unknownLayerKeys } from './order.ts';
import { stageOf } from './stage.ts';

const format = z
  .string()
  .min(1)
  .meta({ description: 'Number format', examples: ['q7.8', 'int8', 'fp16'] });

/** Weights, or the values that they share, are rounded to a number format. */
export const quantize = stageOf({
  schema: z
    .strictObject({
      format,
      layers: z.record(z.string(), format).prefault({}).meta({ description: 'Formats of single layers' }),
    })
    .meta({ description: 'Weights, or the values that they share, are rounded to a number format' }),
  faults: (settings, context, path, tree) => [
    ...unknownLayerKeys(settings.layers, context.layers, [...path, 'layers'], tree),
    ...[['format'], ...Object.keys(settings.layers).map((name) => ['layers', name])].flatMap((key) => {
      const name = key.length === 1 ? settings.format : settings.layers[key[1]];
      return faultsIn(() => parseNumberFormat(name)).map((fault) => ({
        ...fault,
        place: placeOf(tree, [...path, ...key]),
      }));
    }),
  ],
  steps: ({ format: all, layers }) => [
    {
      name: 'quantize',
      kind: 'quantize',
      change: (network) => ({
        layers: network.layers.map((layer) => quantizeLayer(layer, layers[layer.name] ?? all)),
      }),
    },
  ],
});

/** Weights that become 0 are pruned; shared values that do keep their code. */
function quantizeLayer(layer: TrainedLayer, name: string): TrainedLayer {
  const { shared, weights } = layer;
  if (shared === null) {
    const { values } = quantizeWeights(weights, formatFor(name, weights));
    const kept = layer.kept?.filter((place) => values[place] !== 0) ?? null;
    return { ...layer, weights: values, kept, format: name };
  }
  const { values: codebook } = quantizeWeights(shared.codebook, formatFor(name, shared.codebook));
  const rounded = weights.slice();
  const places = layer.kept ?? weights.keys();
  let k = 0;
  for (const place of places) rounded[place] = codebook[shared.codes[k++]];
  return { ...layer, weights: rounded, shared: { ...shared, codebook }, format: name };
}
