import { FIGURE_7, FIGURE_7_POWER_W, LAYERS, TABLE_4 } from '../../papers/eie.ts';
import { slug } from '../section.ts';
import type { Deviation } from './deviation.ts';
import { cells, percentOver } from './figures-text.ts';

export const d14: Deviation = {
  number: 14,
  title: 'Energy efficiency of single layers (Fig. 7)',
  cause:
    'The bars of the paper are one power, 600 mW, times the time of each layer. Summed over actions a layer takes what its reads take: NT-Wd, whose columns are long, reads few pointers and takes far less; layers with short columns take more.',
  text: ({ ours }) => {
    const rows = LAYERS.map((layer, k) => {
      const id = `eie/figure-7/${slug(layer)}/eie`;
      const [energy, power] = [ours(id, 'clock'), ours(id, 'powerTimesTime')];
      return cells(
        layer,
        FIGURE_7.EIE[k],
        energy.toFixed(0),
        percentOver(energy, FIGURE_7.EIE[k]),
        power.toFixed(0),
        percentOver(power, FIGURE_7.EIE[k]),
        (600 * (power / energy)).toFixed(0),
      );
    });
    return `Energy of the CPU with dense weights over that of the EIE. The published bars follow from the actual times of Table IV and ${FIGURE_7_POWER_W * 1000} mW for every layer (the abstract's power, not the
590 mW of section VI) to 0.01 % where the power of the CPU is published. \`picojoule reproduce eie\` sums the energy over the actions of each layer (memories that fit the clock) and, beside it, takes the same ${FIGURE_7_POWER_W * 1000} mW times the simulated time:

| layer | paper | energy of actions | difference | ${FIGURE_7_POWER_W * 1000} mW x time | difference | power of actions, mW |
|-|-|-|-|-|-|-|
${rows.join('\n')}

NT-Wd takes ${(TABLE_4.eie.actual[LAYERS.indexOf('NT-Wd')] * 800).toFixed(0)} cycles in the paper for 600 inputs: its columns are long, so that pointers are read rarely and lines are read whole. No single power holds for all layers.`;
  },
};
