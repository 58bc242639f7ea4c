import { LAYERS } from '../../papers/eie.ts';
import { slug } from '../section.ts';
import type { Deviation } from './deviation.ts';

export const d16: Deviation = {
  number: 16,
  title: 'Load balance with a queue of one (Fig. 8)',
  cause:
    "The paper says that with a depth of 1 about half of the cycles are idle. Here a queue that holds one activation leaves a quarter idle on the mean; the authors' simulator gives the same on layers drawn alike, and on their own layer. What the paper calls a depth of 1 is not known.",
  text: ({ ours }) => {
    const idle = (layer: string) => 100 - ours(`eie/figure-8/${slug(layer)}/depth-1`);
    const all = LAYERS.map(idle);
    const mean = all.reduce((sum, share) => sum + share, 0) / all.length;
    return `With a depth of 1 the paper has about half of the cycles idle. A queue that holds one activation (depth 2 in a config, as in the authors' simulator, where 1 deadlocks) leaves
${mean.toFixed(0)} % of the cycles idle on the mean of the nine layers, from ${Math.min(...all).toFixed(0)} % to ${Math.max(...all).toFixed(0)} % (NT-We). The authors' simulator, compiled and run, gives the same for layers drawn in the same way, and 30 % for their
own layer. That more than 8 gains little, and that NT-We is the worst, holds.`;
  },
};
