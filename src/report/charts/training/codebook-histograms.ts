import type { StageLayer, TrainingResult } from '../../../train/run/training-result.ts';
import { shownLayer } from '../../records/shown-layer.ts';
import type { ChartOf } from '../chart.ts';
import { binRows, type ValuePanel, type ValueRow, valuePanels } from './value-panels.ts';

const title = 'Weights, their shared values, and those fine-tuned';

function sharedRows({ codebook }: StageLayer, panel: string): ValueRow[] {
  return codebook!.values.map((value, k) => ({ panel, from: value, to: value, weights: codebook!.counts[k] }));
}

function panelsOf(record: TrainingResult): ValuePanel[] {
  const { stages } = shownLayer(record);
  const shared = stages.findIndex(({ layer }) => layer.codebook !== undefined);
  if (shared < 0) return [];
  const tuned = stages.findLast(({ stage, layer }) => stage.kind === 'fineTune' && layer.codebook !== undefined);
  const panels: ValuePanel[] = [];
  const before = stages[shared - 1];
  if (before?.layer.histogram !== undefined) {
    const name = `before sharing: ${before.layer.kept} weights`;
    panels.push({ name, rows: binRows(before.layer.histogram, name) });
  }
  const { layer } = stages[shared];
  const name = `shared: ${layer.codebook!.values.length} values`;
  panels.push({ name, rows: sharedRows(layer, name) });
  if (tuned !== undefined) {
    const tunedName = `fine-tuned: ${tuned.layer.codebook!.values.length} values (before: grey)`;
    panels.push({ name: tunedName, rows: sharedRows(tuned.layer, tunedName), before: sharedRows(layer, tunedName) });
  }
  return panels;
}

/** The codebook of a layer on the histogram of its weights, when k-means found it and when it has learnt (Deep Compression, Fig. 4). */
export const codebookHistograms: ChartOf<'training'> = {
  name: 'codebook-histograms',
  title,
  subject: 'training',
  obstacle: (record) =>
    panelsOf(record).length < 2
      ? 'no stage shares weights, or the record tells no codebooks (older ones do not)'
      : undefined,
  leftOut: (record) => shownLayer(record).leftOut,
  draw: (record, style) => valuePanels(panelsOf(record), { title, leftOut: shownLayer(record).leftOut }, style),
};
