import type { TrainingResult } from '../../../train/run/training-result.ts';
import { linePanel } from '../../lines/line-panel.ts';
import { frame } from '../../picture/frame.ts';
import type { ChartOf } from '../chart.ts';

const title = 'Error while training';

/** Errors behind every epoch of every stage; an epoch without any has no place on a logarithmic axis. */
function rowsOf({ stages }: TrainingResult) {
  const epochs = stages.flatMap(({ name, epochs: learnt = [] }) => learnt.map((epoch) => ({ stage: name, ...epoch })));
  const shown = (top1: number) => (top1 < 1 ? 1 - top1 : null);
  return epochs.flatMap(({ stage, trainTop1, top1, validationTop1 }, index) => [
    { epoch: index + 1, stage, samples: 'training', error: shown(trainTop1) },
    ...(validationTop1 === undefined
      ? []
      : [{ epoch: index + 1, stage, samples: 'validation', error: shown(validationTop1) }]),
    { epoch: index + 1, stage, samples: 'test', error: shown(top1) },
  ]);
}

/** A line where each stage that learns begins, but the first. */
function startsOf({ stages }: TrainingResult) {
  let epochs = 0;
  const starts = stages.flatMap(({ epochs: learnt = [] }) => {
    epochs += learnt.length;
    return learnt.length === 0 ? [] : [epochs - learnt.length + 0.5];
  });
  return {
    data: { values: starts.slice(1).map((epoch) => ({ epoch })) },
    mark: { type: 'rule', color: '#b0b0b0' },
    encoding: { x: { field: 'epoch', type: 'quantitative' } },
  };
}

/** Errors on training and test data behind every epoch, all stages one behind the other: each pruning shows as a step. */
export const trainingCurve: ChartOf<'training'> = {
  name: 'training-curve',
  title,
  subject: 'training',
  obstacle: (record) => (rowsOf(record).length === 0 ? 'no stage of it learns' : undefined),
  draw: (record, style) => {
    const rows = rowsOf(record);
    const panel = linePanel(
      {
        rows,
        x: {
          field: 'epoch',
          title: 'Epochs (a line where a stage begins)',
          isLinear: true,
          labelExpr: "format(datum.value, '~g')",
        },
        y: { field: 'error', title: 'Error (%)', factor: 100, fromZero: false },
        series: 'samples',
        height: style.fontSize * 17,
        yLog: 'decades',
      },
      style,
    );
    return frame(style, title, rows, { ...panel, layer: [startsOf(record), panel.layer].flat() });
  },
};
