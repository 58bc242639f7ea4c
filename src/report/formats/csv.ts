import type { Row } from '../charts/chart.ts';
import { comparisonFiles } from '../csv/comparison-files.ts';
import { energyCsv } from '../csv/energy-csv.ts';
import { layersCsv } from '../csv/layers-csv.ts';
import { sweepFiles } from '../csv/sweep-files.ts';
import { trainingFiles } from '../csv/training-csv.ts';
import { machinesFiles } from '../machines/machines-files.ts';
import { withValidation } from '../records/marks.ts';
import { reproductionFiles } from '../reproduction/reproduction-files.ts';
import { csvText } from '../text/csv-text.ts';
import type { Format } from './format.ts';

function columnsOf(rows: readonly Row[]): string[] {
  return [...new Set(rows.flatMap((row) => Object.keys(row)))];
}

/** Tables of the record, and for each chart exactly the values that it draws. */
export const csv: Format = {
  name: 'csv',
  description: 'tables of the record, and for each chart exactly the values it draws',
  ofRecord: (subject) => {
    if (subject.kind === 'sweep') return sweepFiles(subject.record);
    if (subject.kind === 'comparison') return comparisonFiles(subject.record);
    if (subject.kind === 'training') return trainingFiles(subject.record);
    if (subject.kind === 'machines') return machinesFiles(subject.record);
    if (subject.kind === 'reproduction') return reproductionFiles(subject.record);
    if (subject.kind !== 'run') return [];
    return [
      { name: 'layers.csv', content: layersCsv(subject.record) },
      { name: 'energy.csv', content: energyCsv(subject.record) },
    ];
  },
  ofChart: ({ chart, spec, marks }) => {
    const rows = marks === undefined ? spec.data.values : withValidation(spec.data.values, marks);
    return { name: `${chart.name}.csv`, content: csvText(columnsOf(rows), rows) };
  },
};
