import type { LayerResult, RunResult } from '../../run/result.ts';
import { uniqueNames } from '../text/layer-labels.ts';
import { percentText } from '../text/number-text.ts';
import { type ColumnOf, numberColumn, type ReportTable, tableOf, wordColumn } from './report-table.ts';

interface Row {
  readonly name: string;
  readonly layer: LayerResult;
}

const count = (head: string, value: (layer: LayerResult) => number, meaning: string): ColumnOf<Row> =>
  numberColumn(head, '', ({ layer }) => value(layer), { write: String, meaning });

const share = (head: string, value: (layer: LayerResult) => number, meaning: string): ColumnOf<Row> =>
  numberColumn(head, '%', ({ layer }) => value(layer), {
    factor: 1,
    write: (density) => percentText(density),
    meaning,
  });

const columns: readonly ColumnOf<Row>[] = [
  wordColumn('layer', ({ name }) => name),
  wordColumn('kind', ({ layer }) => layer.kind),
  count('outputs', ({ rows }) => rows, 'rows of the weight matrix'),
  count('inputs', ({ columns: inputs }) => inputs, 'columns of the weight matrix'),
  count('weights kept', ({ nonZeroWeights }) => nonZeroWeights, 'weights that are not zero'),
  share('weight density', ({ weightDensity }) => weightDensity, 'share of the weights that is not zero'),
  share('activation density', ({ activationDensity }) => activationDensity, 'share of the inputs that is not zero'),
  count('entries', ({ entries }) => entries, 'weights as stored, with padding zeros'),
  count('padding zeros', ({ paddingZeros }) => paddingZeros, 'zeros stored because a gap does not fit the index'),
  count(
    'multiply-accumulates',
    ({ multiplyAccumulates }) => multiplyAccumulates,
    'what is left to do after zeros are skipped',
  ),
];

/** The network layer by layer: its shape, what pruning left of it, and how it is stored. */
export function networkTable({ layers, network }: RunResult): ReportTable {
  const names = uniqueNames(layers.map(({ name }) => name));
  const rows = layers.map((layer, k) => ({ name: names[k], layer }));
  return tableOf('network', `The network: ${network.name}`, columns, rows);
}
