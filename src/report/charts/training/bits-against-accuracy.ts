import { labelsAt } from '../../picture/position-scale.ts';
import type { SweepRecord } from '../../records/sweep-record.ts';
import { axisNamed } from '../../sweeps/sweep-series.ts';
import type { ChartOf } from '../chart.ts';
import { changeOf, noChange, STAGES, sweptAccuracy } from './swept-accuracy.ts';

const title = 'Change of accuracy against bits of a code';
const BITS = /^training\.(.*\.)?share\.codeBits$/;
const FIRST = /^training\.(.*\.)?share\.initialisation$/;

function rowsOf(record: SweepRecord) {
  const [bits, first] = [axisNamed(record, BITS) ?? '', axisNamed(record, FIRST)];
  const others = record.axes.filter(({ name }) => name !== bits && name !== STAGES && name !== first);
  return record.points.flatMap(({ axes, metrics }) => {
    const codeBits = axes[bits];
    if (typeof codeBits !== 'number') return [];
    const stages = String(axes[STAGES] ?? '');
    const names = [first, ...others.map(({ name }) => name)].flatMap((name) =>
      name === undefined ? [] : (axes[name] ?? []),
    );
    const series = names.join(', ') || record.name;
    return [{ series, stages, codeBits, change: changeOf(metrics) }];
  });
}

/** What sharing values costs, by the bits of a code, the way in which k-means begins, and the stages behind it (Deep Compression, Fig. 8). */
export const bitsAgainstAccuracy: ChartOf<'sweep'> = {
  name: 'bits-against-accuracy',
  title,
  subject: 'sweep',
  obstacle: (record) =>
    axisNamed(record, BITS) === undefined ? 'the sweep has no axis training.share.codeBits' : noChange(record),
  draw: (record, style) => {
    const rows = rowsOf(record);
    const bits = [...new Set(rows.map(({ codeBits }) => codeBits))].toSorted((a, b) => a - b);
    const values = [...new Set(rows.map(({ stages }) => stages))];
    const [solid, ...dashed] = values.toReversed();
    const x = {
      field: 'codeBits',
      type: 'quantitative',
      title: ['Bits of a code', ...(dashed.length === 0 ? [] : [`dashed: ${dashed.join(', ')}; solid: ${solid}`])],
      scale: { domain: [bits[0] - 0.2, bits[bits.length - 1] + 0.2], nice: false, zero: false },
      axis: { grid: false, ...labelsAt(bits), format: 'd' },
    };
    return sweptAccuracy({ title, rows, x, ...(values.length > 1 && { dashes: { field: 'stages', values } }) }, style);
  },
};
