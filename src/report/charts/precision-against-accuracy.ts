import type { ChartOf } from './chart.ts';
import { frame } from './frame.ts';
import { colourScale, topLegend } from './legend.ts';
import { logScale } from './log-scale.ts';
import { referenceColour, seriesColours } from './palette.ts';
import { axisNamed, hasMetric } from './sweep-series.ts';

const title = 'Precision against accuracy and multiply energy';
const FORMAT = /(^|\.)arithmetic\.weight$|^(format|precision)$/;
const ENERGY = 'multiplyEnergyPj';

/** EIE Fig. 10: accuracy of AlexNet, and energy of a multiply (fp32 Horowitz 2014; fp32 / int16 = 6.2). */
const published = [
  { format: 'fp32', accuracy: 0.803, multiplyEnergyPj: 3.7 },
  { format: 'int16', accuracy: 0.798, multiplyEnergyPj: 3.7 / 6.2 },
  { format: 'int8', accuracy: 0.53, multiplyEnergyPj: 0.2 },
];

interface FormatPoint {
  readonly format: string;
  readonly accuracy: number | null;
  readonly multiplyEnergyPj: number | null;
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
    else near.names.push(format);
  }
  return shared.map(({ names, ...place }) => ({ label: names.join(', '), ...place }));
}

/** EIE Fig. 10: each number format as a point, what it costs to the right, what it is worth upwards; the paper's points faint. */
export const precisionAgainstAccuracy: ChartOf<'sweep'> = {
  name: 'precision-against-accuracy',
  title,
  subject: 'sweep',
  obstacle: (record) => {
    if (axisNamed(record, FORMAT) === undefined) return 'the sweep has no axis arithmetic.weight';
    const missing = ['accuracy', ENERGY].find((metric) => !hasMetric(record, metric));
    return missing === undefined ? undefined : `the sweep has no metric ${missing}`;
  },
  draw: (record, style) => {
    const axis = axisNamed(record, FORMAT) ?? '';
    const own = record.points.map((point) => ({
      format: String(point.axes[axis]),
      accuracy: point.metrics.accuracy ?? null,
      multiplyEnergyPj: point.metrics[ENERGY] ?? null,
      series: 'simulated',
    }));
    const rows = [...own, ...published.map((row) => ({ ...row, series: 'AlexNet in EIE Fig. 10' }))];
    const series = [
      ['simulated', seriesColours[0]],
      ['AlexNet in EIE Fig. 10', referenceColour],
    ] as const;
    const log = logScale(
      rows.flatMap((row) => row.multiplyEnergyPj ?? []),
      0.12,
    );
    const color = {
      field: 'series',
      type: 'nominal',
      scale: colourScale(series),
      legend: topLegend(
        series.map(([name]) => name),
        style.width * 0.8,
        style,
      ),
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
        title: 'Accuracy (%)',
        scale: { domain: [0, 100], nice: false },
      },
      color,
    };
    return frame(style, title, rows, {
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
            shape: {
              field: 'series',
              type: 'nominal',
              scale: { domain: series.map(([name]) => name), range: ['circle', 'diamond'] },
            },
            tooltip: [
              { field: 'series', type: 'nominal' },
              { field: 'format', type: 'nominal' },
              { field: 'accuracyPercent', type: 'quantitative', title: 'accuracy (%)', format: '.2f' },
              { field: 'multiplyEnergyPj', type: 'quantitative', title: 'multiply (pJ)', format: '.3~g' },
            ],
          },
        },
        ...series.map(([name, colour], k) => ({
          data: { values: labels(rows.filter((row) => row.series === name)) },
          mark: {
            type: 'text',
            align: 'left',
            color: colour,
            dx: style.fontSize * 0.6,
            dy: style.fontSize * (k === 0 ? -0.6 : 0.9),
          },
          encoding: { x: encoding.x, y: encoding.y, text: { field: 'label', type: 'nominal' } },
        })),
      ],
    });
  },
};
