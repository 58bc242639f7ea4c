import { againstProcessingElements } from './processing-elements.ts';

/** EIE Fig. 12: entries that are weights over all entries; with more PEs gaps get shorter and padding zeros fewer. */
export const realWorkAgainstProcessingElements = againstProcessingElements({
  name: 'real-work-against-processing-elements',
  title: 'Real work against processing elements',
  metrics: ['entries', 'paddingZeros'],
  column: 'realWorkShare',
  yTitle: 'Real work / total work (%)',
  value: ({ entries, paddingZeros }) =>
    typeof entries === 'number' && typeof paddingZeros === 'number' && entries > 0 ? 1 - paddingZeros / entries : null,
  factor: 100,
  logarithmic: false,
});
