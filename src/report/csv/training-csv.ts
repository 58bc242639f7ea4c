import type { TrainingResult } from '../../train/run/training-result.ts';
import type { OutputFile } from '../files/write-files.ts';
import { csvText } from '../text/csv-text.ts';

/** The tables of a training: a row for each stage, for each layer behind each stage, and for each epoch. */
export function trainingFiles({ stages }: TrainingResult): OutputFile[] {
  const rows = stages.map(({ name, kind, accuracy, validation, density, bytes, compressionRate, charge }) => ({
    stage: name,
    kind,
    'accuracy.top1': accuracy.top1,
    'accuracy.standardError': accuracy.standardError,
    'accuracy.loss': accuracy.loss,
    'validation.top1': validation?.top1,
    density,
    bytes,
    compressionRate,
    'charge.energyPj': charge !== undefined && 'energyPj' in charge ? charge.energyPj : null,
    'charge.timeUs': charge !== undefined && 'energyPj' in charge ? charge.timeUs : null,
  }));
  const layers = stages.flatMap(({ name: stage, layers: ofStage }) =>
    ofStage.map(({ histogram: _h, codebook: _c, huffman: _s, ...layer }) => ({ stage, ...layer })),
  );
  const epochs = stages.flatMap(({ name: stage, epochs: learnt = [] }) => learnt.map((epoch) => ({ stage, ...epoch })));
  return [
    { name: 'stages.csv', content: csvText(Object.keys(rows[0] ?? {}), rows) },
    { name: 'layers.csv', content: csvText(Object.keys(layers[0] ?? {}), layers) },
    {
      name: 'epochs.csv',
      content: csvText(['stage', 'epoch', 'learningRate', 'loss', 'trainTop1', 'validationTop1', 'top1'], epochs),
    },
  ];
}
