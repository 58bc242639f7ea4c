import type { StageResult, TrainingResult } from '../../../train/run/training-result.ts';
import { frame } from '../../picture/frame.ts';
import { logScale } from '../../picture/log-scale.ts';
import { seriesColours } from '../../picture/palette.ts';
import { roomyLabels } from '../../picture/scatter-labels.ts';
import type { ChartStyle } from '../../picture/style.ts';
import { ink } from '../../picture/vega-config.ts';
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
    if (cost === null) continue;
    if (last !== undefined && last.cost === cost && last.error === error)
      last.stage = `${last.stage.replace(/ to .*/, '')} to ${stage.name}`;
    else rows.push({ stage: stage.name, error, cost });
  }
  return rows;
}

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
          {
            transform: [{ filter: { field: 'stage', oneOf: labels } }],
            mark: { type: 'text', align: 'left', baseline: 'bottom', color: ink, dx: style.fontSize / 2 },
            encoding: { ...position, text: { field: 'stage', type: 'nominal' } },
          },
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
  const placed = [rows[0], rows[rows.length - 1], ...rows.slice(1, -1)].map(({ stage, cost, error }) => ({
    label: stage,
    left: (width * Math.log(cost / low)) / Math.log(high / low),
    top: height * (1 - error / most),
  }));
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
