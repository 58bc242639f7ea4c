import { frame } from '../../picture/frame.ts';
import { nameAxis, plotWidth, rowStep } from '../../picture/name-axis.ts';
import { seriesColours } from '../../picture/palette.ts';
import { labelsAt } from '../../picture/position-scale.ts';
import { builtInNumberFormats } from '../../records/number-formats.ts';
import { textWidth } from '../../text/text-width.ts';
import type { ChartOf } from '../chart.ts';

const title = 'Range and precision of number formats';

/** From the smallest positive value to the largest on a log axis; the precision stands beside. */
export const numberFormats: ChartOf<'numberFormats'> = {
  name: 'number-formats',
  title,
  subject: 'numberFormats',
  obstacle: ({ formats }) => (formats.length === 0 ? 'there are no number formats' : undefined),
  builtIn: builtInNumberFormats,
  draw: ({ formats }, style) => {
    const rows = formats.map(({ name, bits, smallest, largest, precisionBits }) => ({
      format: name,
      bits,
      smallest,
      largest,
      precisionBits,
    }));
    const names = rows.map((row) => row.format);
    const width = plotWidth(names, style);
    const low = Math.floor(Math.log10(Math.min(...rows.map((row) => row.smallest))));
    const high = Math.ceil(Math.log10(Math.max(...rows.map((row) => row.largest))));
    const room = Math.min(0.5, (textWidth('24 bits precise', style.fontSize) + style.fontSize) / width);
    const y = nameAxis('format', names, style);
    const step = [1, 2, 5, 10, 20, 50].find((size) => (high - low) / size <= 8) ?? 100;
    const labels: number[] = [];
    for (let power = Math.ceil(low / step) * step; power <= high; power += step) labels.push(power);
    const x = (name: string) => ({
      field: name,
      type: 'quantitative',
      title: 'Magnitude (logarithmic)',
      scale: { domain: [low, low + (high - low) / (1 - room)], nice: false, zero: false },
      axis: { ...labelsAt(labels), labelExpr: "datum.value === 0 ? '1' : '1e' + format(datum.value, 'd')" },
    });
    return frame(style, title, rows, {
      height: rowStep(style) * rows.length,
      transform: [
        { calculate: 'log(datum.smallest) / LN10', as: 'from' },
        { calculate: 'log(datum.largest) / LN10', as: 'to' },
        { calculate: "datum.precisionBits + ' bits precise'", as: 'text' },
      ],
      layer: [
        {
          mark: { type: 'bar', color: seriesColours[4] },
          encoding: {
            y,
            x: x('from'),
            x2: { field: 'to' },
            tooltip: [
              { field: 'format', type: 'nominal' },
              { field: 'bits', type: 'quantitative' },
              { field: 'smallest', type: 'quantitative', format: '.3~e' },
              { field: 'largest', type: 'quantitative', format: '.4~e' },
              { field: 'precisionBits', type: 'quantitative', title: 'significant bits' },
            ],
          },
        },
        {
          mark: { type: 'text', align: 'left', baseline: 'middle', dx: style.fontSize / 2 },
          encoding: { y, x: x('to'), text: { field: 'text', type: 'nominal' } },
        },
      ],
    });
  },
};
