import type { StageResult, TrainingResult } from '../../../train/run/training-result.ts';
import { quoted } from '../../picture/field.ts';
import { frame } from '../../picture/frame.ts';
import { logScale } from '../../picture/log-scale.ts';
import { seriesColours } from '../../picture/palette.ts';
import { roomyLabels } from '../../picture/scatter-labels.ts';
import type { ChartStyle } from '../../picture/style.ts';
import { ink } from '../../picture/vega-config.ts';
import { textWidth } from '../../text/text-width.ts';
import type { ChartOf } from '../chart.ts';

/** A cost of a network, in the unit of the axis; null where it is not known. */
interface Cost {
  readonly title: string;
  readonly of: (stage: StageResult) => number | null;
}

const ENERGY: Cost = {
  title: 'Energy of an inference (nJ, logarithmic)',
  of: ({ charge }) => (charge !== undefined && 'energyPj' in charge ? charge.energyPj / 1000 : null),
};

const BYTES: Cost = { title: 'Bytes of the network (kB, logarithmic)', of: ({ bytes }) => bytes / 1000 };

/** Stages whose cost is known; a stage that changes neither error nor cost lies on the one before and is named with it. */
function rowsOf({ stages }: TrainingResult, { of }: Cost) {
  const rows: { stage: string; error: number; cost: number }[] = [];
  for (const stage of stages) {
    const cost = of(stage);
    const error = 100 * (1 - stage.accuracy.top1);
    const last = rows.at(-1);
    // a stage that only measures has no place of its own
    if (cost === null || stage.sensitivity !== undefined) continue;
    if (last !== undefined && last.cost === cost && last.error === error)
      last.stage = `${last.stage.replace(/ to .*/, '')} to ${stage.name}`;
    else rows.push({ stage: stage.name, error, cost });
  }
  return rows;
}

/** From a point to the foot of its name below it, in font sizes. */
const BELOW = 2.1;

/** The way of a network through its stages: what an inference or the network costs to the right, how often it errs upwards. */
function errorAgainst(name: string, title: string, cost: Cost, missing: string): ChartOf<'training'> {
  return {
    name,
    title,
    subject: 'training',
    obstacle: (record) => (rowsOf(record, cost).length < 2 ? missing : undefined),
    draw: (record, style) => {
      const rows = rowsOf(record, cost);
      const { scale, axis, domain } = logScale(
        rows.map((row) => row.cost),
        0.22,
      );
      const height = style.fontSize * 19;
      const most = Math.max(...rows.map(({ error }) => error)) * 1.1;
      const position = {
        x: { field: 'cost', type: 'quantitative', title: cost.title, scale, axis },
        y: {
          field: 'error',
          type: 'quantitative',
          title: 'Error on test data (%)',
          scale: { domain: [0, most], nice: false },
        },
      };
      // stages before the last one lie close above it: its name goes below
      const last = rows[rows.length - 1].stage;
      const labels = labelled(rows, domain, [height, most], style);
      return frame(style, title, rows, {
        height,
        transform: [{ window: [{ op: 'row_number', as: 'order' }] }],
        layer: [
          {
            mark: { type: 'line', color: seriesColours[0], opacity: 0.5 },
            encoding: { ...position, order: { field: 'order', type: 'quantitative' } },
          },
          {
            mark: { type: 'point', filled: true, opacity: 1, color: seriesColours[0], size: style.fontSize ** 2 * 0.4 },
            encoding: { ...position, tooltip: ['stage', 'error', 'cost'].map((field) => ({ field })) },
          },
          ...(['bottom', 'top'] as const).map((baseline) => ({
            transform: [
              { filter: { field: 'stage', oneOf: labels } },
              { filter: `(datum.stage === ${quoted(last)}) === ${baseline === 'top'}` },
            ],
            mark: {
              type: 'text',
              align: 'left',
              baseline,
              color: ink,
              dx: style.fontSize / 2,
              dy: baseline === 'top' ? style.fontSize * (BELOW - 1) : 0,
            },
            encoding: { ...position, text: { field: 'stage', type: 'nominal' } },
          })),
        ],
      });
    },
  };
}

/** The names that have room, those of the first and the last stage before all. */
function labelled(
  rows: ReturnType<typeof rowsOf>,
  [low, high]: readonly [number, number],
  [height, most]: readonly [number, number],
  style: ChartStyle,
): string[] {
  const width = style.width - style.fontSize * 5;
  const last = rows.length - 1;
  const points = rows.map(({ stage, cost, error }, index) => ({
    label: stage,
    left: (width * Math.log(cost / low)) / Math.log(high / low),
    top: height * (1 - error / most) + (index === last ? style.fontSize * BELOW : 0),
  }));
  // a name does not cover another point
  const covers = (one: (typeof points)[number]) => {
    const right = one.left + textWidth(one.label, style.fontSize) + style.fontSize / 2;
    return points.some(
      ({ left, top }) =>
        left > one.left && left < right && top < one.top + style.fontSize / 2 && top > one.top - style.fontSize * 1.2,
    );
  };
  const placed = [points[0], points[last], ...points.slice(1, -1).filter((one) => !covers(one))];
  return [...roomyLabels(placed, width, style)];
}

export const errorAgainstEnergy = errorAgainst(
  'error-against-energy',
  'Error against energy of an inference, stage after stage',
  ENERGY,
  'the recipe names no machine that could run the network (hardware: ...)',
);

export const errorAgainstBytes = errorAgainst(
  'error-against-bytes',
  'Error against bytes of the network, stage after stage',
  BYTES,
  'it has one stage',
);
