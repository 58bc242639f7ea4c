import { linePanel } from '../../lines/line-panel.ts';
import { frame } from '../../picture/frame.ts';
import { builtInWeightFormats } from '../../records/weight-formats.ts';
import { percentText } from '../../text/number-text.ts';
import type { ChartOf } from '../chart.ts';

const title = 'Bits per weight against density';

/** Room that a weight takes in each format, zeros included: where EIE's 4-bit index stops paying. */
export const weightFormats: ChartOf<'weightFormats'> = {
  name: 'weight-formats',
  title,
  subject: 'weightFormats',
  obstacle: ({ rooms }) => (rooms.length === 0 ? 'there are no weight formats' : undefined),
  builtIn: builtInWeightFormats,
  draw: ({ rooms, codeBits, fixed, crossing }, style) => {
    const rows = rooms.map(({ format, density, bitsPerWeight }) => ({ format, density: density * 100, bitsPerWeight }));
    const panel = linePanel(
      {
        rows,
        x: { field: 'density', title: 'Density (%)', isLinear: true },
        y: { field: 'bitsPerWeight', title: `Bits per weight, codes of ${codeBits} bits`, factor: 1, fromZero: true },
        series: 'format',
        references: fixed,
        height: style.fontSize * 20,
      },
      style,
    );
    const told = `${title}: above ${percentText(crossing, 1)}\u00a0% a bitmask takes less than a 4-bit index`;
    return frame(style, told, rows, panel);
  },
};
