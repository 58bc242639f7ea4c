import type { ChartOf } from './chart.ts';
import { energyStack } from './energy-stack.ts';

const title = 'Share of energy by component';

/** The same stack with every layer at 100 %, to compare layers of very different size. */
export const energyShareByComponent: ChartOf<'run'> = {
  name: 'energy-share-by-component',
  title,
  subject: 'run',
  obstacle: (result) =>
    result.layers.some((layer) => layer.energyPj.total > 0) ? undefined : 'no layer has any energy',
  draw: (result, style) =>
    energyStack(result, style, {
      title,
      length: 'datum.sharePercent',
      axisTitle: 'Share of energy (%)',
      scale: () => ({ domain: [0, 100], nice: false }),
    }),
};
