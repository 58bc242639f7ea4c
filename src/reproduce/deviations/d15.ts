import { FIGURE_6, LAYERS, TABLE_4 } from '../../papers/eie.ts';
import type { Deviation } from './deviation.ts';

export const d15: Deviation = {
  number: 15,
  title: 'Fig. 6 and Table IV disagree for two layers',
  cause:
    'The bars of NT-We and NT-LSTM in the paper do not follow from its own Table IV; the column that recomputes them from the published times shows by how much. No simulation can meet both.',
  text: ({ ours }) => {
    const at = (layer: (typeof LAYERS)[number]) => {
      const k = LAYERS.indexOf(layer);
      return `${TABLE_4.cpu.batch1.dense[k]} us over ${TABLE_4.eie.actual[k].toFixed(1)} us is ${(TABLE_4.cpu.batch1.dense[k] / TABLE_4.eie.actual[k]).toFixed(1)} times, the bar says ${FIGURE_6.EIE[k]}`;
    };
    return `NT-We: ${at('NT-We')}. NT-LSTM: ${at('NT-LSTM')}. The other seven bars follow to the digit, and the geometric mean of the bars as printed is 189, of
those from Table IV ${ours('eie/figure-6/geometric-mean/eie', 'published').toFixed(0)}. Beside the simulated times (D1) the difference of these two layers is the paper's own for the most part.`;
  },
};
