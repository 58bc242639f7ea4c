import type { TrainingResult } from '../../../train/run/training-result.ts';
import { linePanel } from '../../lines/line-panel.ts';
import { frame } from '../../picture/frame.ts';
import type { ChartOf } from '../chart.ts';

const title = 'Error if one layer alone is pruned';

/** Errors of the last stage that tried layers; with all weights they are those of the network. */
function rowsOf({ stages }: TrainingResult) {
  const stage = stages.findLast(({ sensitivity }) => sensitivity !== undefined);
  if (stage === undefined) return [];
  const whole = 1 - (stage.validation ?? stage.accuracy).top1;
  const shown = (error: number) => (error > 0 ? error : null);
  return stage.sensitivity!.flatMap(({ name, points }) => {
    const density = stage.layers.find((layer) => layer.name === name)?.density ?? 1;
    return [
      { layer: name, prunedPercent: 100 * (1 - density), error: shown(whole) },
      ...points
        .filter((point) => point.density < density)
        .map((point) => ({ layer: name, prunedPercent: 100 * (1 - point.density), error: shown(1 - point.top1) })),
    ];
  });
}

/** How much a network errs if one layer alone is pruned, without retraining: which layers bear it (Han et al. 2015, Fig. 6). */
export const sensitivityByLayer: ChartOf<'training'> = {
  name: 'sensitivity-by-layer',
  title,
  subject: 'training',
  obstacle: (record) =>
    rowsOf(record).length === 0 ? 'the recipe has no stage that tries layers (- sensitivity: {})' : undefined,
  draw: (record, style) => {
    const rows = rowsOf(record);
    const panel = linePanel(
      {
        rows,
        x: { field: 'prunedPercent', title: 'Weights of the layer pruned away (%)', isLinear: true },
        y: { field: 'error', title: 'Error (%)', factor: 100, fromZero: false },
        series: 'layer',
        height: style.fontSize * 17,
        yLog: 'decades',
      },
      style,
    );
    return frame(style, title, rows, panel);
  },
};
