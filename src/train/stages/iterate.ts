import { z } from '../../base/zod.ts';
import { count } from '../../config/yaml/numeric.ts';
import { removeDeadNeurons } from '../network/dead-neurons.ts';
import { notBehind, unknownLayers } from './order.ts';
import { pruneFaults, pruneNetwork, trainedPruneShape } from './prune-rule.ts';
import { retrainShape } from './retrain.ts';
import { type Step, stageOf } from './stage.ts';

/** Prunes and retrains in rounds (Han et al. 2015, section 3.4). Each round keeps the same share of what the one before left, so that the last one ends at the densities asked for. */
export const iterate = stageOf({
  schema: z
    .strictObject({
      rounds: count({ minimum: 1, maximum: 1000, example: 4, description: 'Rounds of pruning and retraining' }),
      prune: z.strictObject(trainedPruneShape).meta({ description: 'What is pruned in the end' }),
      retrain: z.strictObject(retrainShape).meta({ description: 'How each round retrains' }),
    })
    .meta({ description: 'Prunes and retrains in rounds; densities fall by the same factor in each' }),
  faults: (settings, context, path, tree) => [
    ...notBehind(context, ['share', 'quantize'], 'weights are pruned before they share values', path, tree),
    ...pruneFaults(settings.prune, context, [...path, 'prune'], tree),
    ...unknownLayers(settings.retrain.freeze, context.layers, [...path, 'retrain', 'freeze'], tree),
  ],
  steps: ({ rounds, prune, retrain: { dropout, deadNeurons, ...learning } }) =>
    Array.from({ length: rounds }, (_, index): Step[] => {
      const round = index + 1;
      return [
        {
          name: `round ${round}: prune`,
          kind: 'iterate',
          change: (network) => pruneNetwork(network, prune, round, rounds),
        },
        {
          name: `round ${round}: retrain`,
          kind: 'iterate',
          learning,
          learns: 'weights',
          scalesDropout: dropout === 'scaled',
          ...(deadNeurons === 'remove' && { finish: removeDeadNeurons }),
        },
      ];
    }).flat(),
});
