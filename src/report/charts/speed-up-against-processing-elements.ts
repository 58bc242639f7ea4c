import { againstProcessingElements } from './processing-elements.ts';

/** EIE Fig. 11: time of the smallest machine over time of this one, beside perfect scaling. */
export const speedUpAgainstProcessingElements = againstProcessingElements({
  name: 'speed-up-against-processing-elements',
  title: 'Speed-up against processing elements',
  metrics: ['timeUs'],
  column: 'speedUp',
  yTitle: 'Speed-up',
  value: (row, first) =>
    typeof row.timeUs === 'number' && typeof first.timeUs === 'number' && row.timeUs > 0
      ? first.timeUs / row.timeUs
      : null,
  factor: 1,
  logarithmic: true,
  ideal: (processingElements, fewest) => processingElements / fewest,
});
