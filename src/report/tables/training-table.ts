import type { StageResult, TrainingResult } from '../../train/run/training-result.ts';
import { numberText, percentText } from '../text/number-text.ts';
import { type TextColumn, textTable } from '../text/text-table.ts';
import { wrapWords } from '../text/wrap-words.ts';

/** What each stage left behind, and the layers behind the last one, for people. */
export function renderTraining({ name, seed, samples, stages, accounting }: TrainingResult): string {
  const last = stages[stages.length - 1];
  const ofStages = textTable([
    column('stage', stages, (stage) => stage.name, 'left'),
    column('error\n%', stages, ({ accuracy }) => percentText(1 - accuracy.top1, 2)),
    column('± %', stages, ({ accuracy }) => percentText(accuracy.standardError, 2)),
    column('kept\n%', stages, ({ density }) => percentText(density, 2)),
    column('bytes', stages, ({ bytes }) => String(bytes)),
    column('rate', stages, ({ compressionRate }) => `${compressionRate.toFixed(1)}x`),
    ...chargeColumns(stages),
  ]);
  const { layers } = last;
  const ofLayers = textTable([
    column('layer', layers, (layer) => layer.name, 'left'),
    column('weights', layers, ({ weights }) => String(weights)),
    column('kept\n%', layers, ({ density }) => percentText(density, 2)),
    column('bits a\nweight', layers, ({ bitsPerWeight }) => String(bitsPerWeight)),
    column('stored', layers, ({ storedBitsPerWeight }) => storedBitsPerWeight.toFixed(2)),
    column('bits an\nindex', layers, ({ bitsPerIndex }) => String(bitsPerIndex)),
    column('stored', layers, ({ storedBitsPerIndex }) => storedBitsPerIndex.toFixed(2)),
    column('padding\nzeros', layers, ({ paddingZeros }) => String(paddingZeros)),
    column('bytes', layers, ({ bytes }) => String(bytes)),
    column('rate', layers, ({ compressionRate }) => `${compressionRate.toFixed(1)}x`),
  ]);
  return [
    `${name}, seed ${seed}: ${samples.train} samples learnt, ${samples.test} tried\n`,
    ofStages,
    `\nLayers behind "${last.name}":\n`,
    ofLayers,
    '',
    `${wrapWords(`Bytes are ${accounting}.`, 100)}\n`,
  ].join('\n');
}

/** Energy and time of an inference, where the recipe names a machine. */
function chargeColumns(stages: readonly StageResult[]): TextColumn[] {
  if (stages.every(({ charge }) => charge === undefined)) return [];
  const cell = (value: (charge: { energyPj: number; timeUs: number }) => number) => (stage: StageResult) =>
    stage.charge !== undefined && 'energyPj' in stage.charge ? numberText(value(stage.charge), 4) : '-';
  return [
    column(
      'nJ an\ninference',
      stages,
      cell(({ energyPj }) => energyPj / 1000),
    ),
    column(
      'us an\ninference',
      stages,
      cell(({ timeUs }) => timeUs),
    ),
  ];
}

function column<Row>(
  head: string,
  rows: readonly Row[],
  cell: (row: Row) => string,
  align: 'left' | 'right' = 'right',
): TextColumn {
  return { head, cells: rows.map(cell), align };
}
