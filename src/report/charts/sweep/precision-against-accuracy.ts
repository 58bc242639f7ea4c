import { frame } from '../../picture/frame.ts';
import { colourScale, topLegend } from '../../picture/legend.ts';
import { logScale } from '../../picture/log-scale.ts';
import { seriesColours } from '../../picture/palette.ts';
import { ink } from '../../picture/vega-config.ts';
import type { SweepPoint, SweepRecord } from '../../records/sweep-record.ts';
import { ACCURACY, accuracyMetric } from '../../sweeps/accuracy-metric.ts';
import { axisNamed, hasMetric } from '../../sweeps/sweep-series.ts';
import { capital, metricName, shortAxisName, valueName } from '../../text/human-names.ts';
import type { ChartOf } from '../chart.ts';

const title = 'Precision against accuracy and multiply energy';
const FORMAT = /(^|\.)arithmetic\.weight$|^(format|precision)$/;
const OPERAND = /^arithmetic\./;
const ENERGY = 'multiplyEnergyPj';

interface FormatPoint {
  readonly format: string;
  readonly accuracy: number | null;
  readonly multiplyEnergyPj: number | null;
}

/** What the axes beside those of the three operands say. */
function seriesOf(record: SweepRecord, { axes }: SweepPoint): string {
  const others = record.axes.filter(({ name }) => !OPERAND.test(name) && !FORMAT.test(name));
  if (others.length === 0) return 'simulated';
  return others.map(({ name }) => `${shortAxisName(name)} ${valueName(String(axes[name]))}`.trimStart()).join(', ');
}

/** Names at the points; formats that cost and give nearly the same share one label. */
function labels(points: readonly FormatPoint[]) {
  const shared: { names: string[]; accuracyPercent: number; multiplyEnergyPj: number }[] = [];
  for (const { format, accuracy, multiplyEnergyPj } of points) {
    if (accuracy === null || multiplyEnergyPj === null) continue;
    const near = shared.find(
      (other) =>
        Math.abs(other.accuracyPercent - 100 * accuracy) < 6 &&
        Math.abs(Math.log(other.multiplyEnergyPj / multiplyEnergyPj)) < 0.3,
    );
    if (near === undefined) shared.push({ names: [format], accuracyPercent: 100 * accuracy, multiplyEnergyPj });
    else if (!near.names.includes(format)) near.names.push(format);
  }
  return shared.map(({ names, ...place }) => ({ label: names.join(', '), ...place }));
}

/** Like EIE Fig. 10: each number format as a point, what it costs to the right, what it is worth upwards. The paper's own points are top-5 of AlexNet, another axis. */
export const precisionAgainstAccuracy: ChartOf<'sweep'> = {
  name: 'precision-against-accuracy',
  title,
  subject: 'sweep',
  obstacle: (record) => {
    if (axisNamed(record, FORMAT) === undefined) return 'the sweep has no axis arithmetic.weight';
    if (accuracyMetric(record) === undefined) return `the sweep has none of the metrics ${ACCURACY.join(', ')}`;
    return hasMetric(record, ENERGY) ? undefined : `the sweep has no metric ${ENERGY}`;
  },
  draw: (record, style) => {
    const axis = axisNamed(record, FORMAT) ?? '';
    const metric = accuracyMetric(record) ?? '';
    const rows = record.points.map((point) => ({
      format: valueName(String(point.axes[axis])),
      accuracy: point.metrics[metric] ?? null,
      multiplyEnergyPj: point.metrics[ENERGY] ?? null,
      series: seriesOf(record, point),
    }));
    const names = [...new Set(rows.map((row) => row.series))];
    const series = names.map((name, k) => [name, seriesColours[k % seriesColours.length]] as const);
    const log = logScale(
      rows.flatMap((row) => row.multiplyEnergyPj ?? []),
      0.12,
    );
    const color = {
      field: 'series',
      type: 'nominal',
      scale: colourScale(series),
      legend: names.length === 1 ? null : topLegend(names, style.width - style.fontSize * 4, style),
    };
    const encoding = {
      x: {
        field: 'multiplyEnergyPj',
        type: 'quantitative',
        title: 'Energy of a multiply (pJ, logarithmic)',
        scale: log.scale,
        axis: log.axis,
      },
      y: {
        field: 'accuracyPercent',
        type: 'quantitative',
        title: `${capital(metricName(metric))} (%)`,
        scale: { domain: [0, 100], nice: false },
      },
      color,
    };
    return frame(style, { title, legend: names.length === 1 ? [] : names }, rows, {
      height: style.fontSize * 17,
      transform: [
        { filter: 'isValid(datum.accuracy) && isValid(datum.multiplyEnergyPj)' },
        { calculate: 'datum.accuracy * 100', as: 'accuracyPercent' },
      ],
      layer: [
        {
          mark: { type: 'point', filled: true, opacity: 1 },
          encoding: {
            ...encoding,
            tooltip: [
              { field: 'series', type: 'nominal' },
              { field: 'format', type: 'nominal' },
              { field: 'accuracyPercent', type: 'quantitative', title: 'accuracy (%)', format: '.2f' },
              { field: 'multiplyEnergyPj', type: 'quantitative', title: 'multiply (pJ)', format: '.3~g' },
            ],
          },
        },
        {
          data: { values: labels(rows) },
          mark: { type: 'text', align: 'left', color: ink, dx: style.fontSize * 0.6, dy: -style.fontSize * 0.6 },
          encoding: { x: encoding.x, y: encoding.y, text: { field: 'label', type: 'nominal' } },
        },
      ],
    });
  },
};
