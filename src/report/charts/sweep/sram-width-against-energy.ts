import { namesRoom } from '../../lines/line-names.ts';
import { linePanel } from '../../lines/line-panel.ts';
import { metricAxis } from '../../picture/metric-axis.ts';
import { leftMargin, stackedFrame } from '../../picture/stacked-frame.ts';
import type { SweepRecord } from '../../records/sweep-record.ts';
import { axisColumn } from '../../sweeps/sweep-axis.ts';
import { axisNamed, hasMetric, leftOutAlong, seriesRows } from '../../sweeps/sweep-series.ts';
import type { ChartOf } from '../chart.ts';

const title = 'Width of the sparse-matrix memory: reads, energy per read, energy';
const WIDTH = /(^|\.)sparseMatrix\.width(Bits)?$/;
const READS = 'actionCounts.sparseMatrix.read';
const ENERGY = 'energyPj.byAction.sparseMatrix.read';

function rowsOf(record: SweepRecord, axis: string) {
  return seriesRows(record, axis, [READS, ENERGY]).map((row) => {
    const [reads, energyPj] = [row[READS], row[ENERGY]];
    const perRead = typeof reads === 'number' && typeof energyPj === 'number' && reads > 0 ? energyPj / reads : null;
    return { series: row.series, widthBits: row[axisColumn(record, axis)], reads, energyPerReadPj: perRead, energyPj };
  });
}

/** EIE Fig. 9: a wider memory is read less often, but each read costs more; the product has its minimum between. */
export const sramWidthAgainstEnergy: ChartOf<'sweep'> = {
  name: 'sram-width-against-energy',
  title,
  subject: 'sweep',
  obstacle: (record) => {
    if (axisNamed(record, WIDTH) === undefined) return 'the sweep has no axis memories.sparseMatrix.width';
    const missing = [READS, ENERGY].find((metric) => !hasMetric(record, metric));
    return missing === undefined ? undefined : `the sweep has no metric ${missing}`;
  },
  leftOut: (record) => leftOutAlong(record, axisNamed(record, WIDTH)),
  draw: (record, style) => {
    const axis = axisNamed(record, WIDTH) ?? '';
    const rows = rowsOf(record, axis);
    const energies = rows.map((row) => row.energyPj).filter((value) => typeof value === 'number');
    const energy = metricAxis('energyPj', energies);
    const height = Math.min(style.fontSize * 10, style.height / 3 - style.fontSize * 5);
    const panel = (yField: string, yTitle: string, factor: number, isLast: boolean) =>
      linePanel(
        {
          rows,
          x: { field: 'widthBits', title: isLast ? 'Width (bit)' : '' },
          y: { field: yField, title: yTitle, factor, fromZero: true },
          series: 'series',
          height,
        },
        style,
      );
    const panels = [
      panel('reads', 'Reads (thousands)', 1e-3, false),
      panel('energyPerReadPj', 'pJ / read', 1, false),
      panel('energyPj', energy.title, energy.factor, true),
    ];
    return stackedFrame(style, { title, leftOut: leftOutAlong(record, axis) }, rows, panels, {
      left: leftMargin(['Reads (thousands)', 'pJ / read', energy.title], height, style),
      right: namesRoom([...new Set(rows.map((row) => row.series))], style) / style.fontSize,
    });
  },
};
