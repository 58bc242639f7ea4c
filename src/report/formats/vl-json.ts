import { jsonText } from '../text/json-text.ts';
import type { Format } from './format.ts';

/** Vega-Lite with its data inline: opens in the online editor as it is. */
export const vlJson: Format = {
  name: 'vl.json',
  description: 'charts as Vega-Lite with their data',
  ofChart: ({ chart, spec }) => ({ name: `${chart.name}.vl.json`, content: jsonText(spec) }),
};
