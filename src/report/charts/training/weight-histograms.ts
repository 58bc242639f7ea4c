import type { TrainingResult } from '../../../train/run/training-result.ts';
import { joinedHistograms } from '../../records/joined-histograms.ts';
import { type ShownLayer, shownLayer } from '../../records/shown-layer.ts';
import type { ChartOf } from '../chart.ts';
import { binRows, type ValuePanel, valuePanels } from './value-panels.ts';

const title = 'Weights before pruning, behind it and retrained';

type LayerStage = ShownLayer['stages'][number];

/** The last stage with all weights, the last that took some away, and the last that let the rest learn; of several rounds the last one. */
function statesOf({ stages }: ShownLayer): (readonly [string, LayerStage])[] {
  const pruned = stages.findLastIndex(
    ({ layer }, index) => index > 0 && layer.kept < stages[index - 1].layer.kept && layer.codebook === undefined,
  );
  if (pruned < 0) return [];
  const whole = stages.findLastIndex(({ layer }, index) => index < pruned && layer.kept === layer.weights);
  const retrained = stages.findLastIndex(
    ({ stage, layer }, index) => index > pruned && stage.epochs !== undefined && layer.codebook === undefined,
  );
  return [
    ['before pruning', stages[whole < 0 ? pruned - 1 : whole]] as const,
    ['pruned', stages[pruned]] as const,
    ...(retrained < 0 ? [] : [['retrained', stages[retrained]] as const]),
  ];
}

function panelsOf(record: TrainingResult): ValuePanel[] {
  const states = statesOf(shownLayer(record)).filter(([, { layer }]) => layer.histogram !== undefined);
  const histograms = joinedHistograms(states.map(([, { layer }]) => layer.histogram!));
  return states.map(([state, { stage, layer }], index) => {
    const round = index > 0 && stage.kind === 'iterate' ? ` (${stage.name.replace(/:.*/, '')})` : '';
    const name = `${state}${round}: ${layer.kept} weights`;
    return { name, rows: binRows(histograms[index], name) };
  });
}

/** How pruning cuts the middle out of the weights of a layer, and how they close up again when they learn (as of AlexNet in the lecture). */
export const weightHistograms: ChartOf<'training'> = {
  name: 'weight-histograms',
  title,
  subject: 'training',
  obstacle: (record) =>
    panelsOf(record).length < 2 ? 'no stage prunes, or the record tells no histograms (older ones do not)' : undefined,
  leftOut: (record) => shownLayer(record).leftOut,
  draw: (record, style) => valuePanels(panelsOf(record), { title, leftOut: shownLayer(record).leftOut }, style),
};
