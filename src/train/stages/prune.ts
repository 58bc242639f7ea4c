import { z } from '../../base/zod.ts';
import { notBehind } from './order.ts';
import { pruneFaults, pruneNetwork, trainedPruneShape } from './prune-rule.ts';
import { stageOf } from './stage.ts';

/** Weights of small magnitude become 0 and stay so. */
export const prune = stageOf({
  schema: z.strictObject(trainedPruneShape).meta({ description: 'Weights of small magnitude become 0 and stay so' }),
  faults: (settings, context, path, tree) => [
    ...notBehind(context, ['share', 'quantize'], 'weights are pruned before they share values', path, tree),
    ...pruneFaults(settings, context, path, tree),
  ],
  steps: (settings) => [{ name: 'prune', kind: 'prune', change: (network) => pruneNetwork(network, settings) }],
});
