import { referenceColour } from '../picture/palette.ts';
import { faintInk, ink } from '../picture/vega-config.ts';

/** Colours of charts that would drown on dark paper, and what stands for them there: the same hue, lighter. */
const lighter: Readonly<Record<string, string>> = {
  [ink]: '#e6edf3',
  [faintInk]: '#9da7b3',
  [referenceColour]: '#7d8590',
  '#000000': '#e6edf3',
  '#e4e4e4': '#2d333b',
  '#5b2a6e': '#b288c9',
  '#005a94': '#1f70b0',
  '#4a9bd1': '#6db9ea',
  '#0072b2': '#3d9bdc',
  '#00694d': '#0f8f6c',
  '#8a6d00': '#a98a17',
};

/** Vega writes colours as attributes, which rules of a style sheet override; a seam between bars takes the colour of the paper. */
export const darkChartRules = [
  ...Object.entries(lighter).flatMap(([light, dark]) => [
    `.chart [fill="${light}"] { fill: ${dark}; }`,
    `.chart [stroke="${light}"] { stroke: ${dark}; }`,
  ]),
  '.chart [stroke="#ffffff"] { stroke: var(--panel); }',
  // numbers on the cells of a heat map stand on the cell's colour, not on the paper
  `[data-chart=heat-map] .role-mark text[fill="${ink}"] { fill: ${ink}; }`,
].join('\n');

/** What stands for a colour on dark paper. */
export function onDarkPaper(colour: string): string {
  return lighter[colour] ?? colour;
}
