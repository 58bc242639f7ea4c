import { againstProcessingElements } from './processing-elements.ts';

/** EIE Fig. 13: fewer rows a PE mean less even work. */
export const loadBalanceAgainstProcessingElements = againstProcessingElements({
  name: 'load-balance-against-processing-elements',
  title: 'Load balance against processing elements',
  metrics: ['loadBalanceEfficiency'],
  column: 'loadBalanceEfficiency',
  yTitle: 'Load-balance efficiency (%)',
  value: ({ loadBalanceEfficiency }) => (typeof loadBalanceEfficiency === 'number' ? loadBalanceEfficiency : null),
  factor: 100,
  logarithmic: false,
});
