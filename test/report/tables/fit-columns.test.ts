import test from 'ava';
import { fitColumns, textColumns } from '../../../src/report/tables/fit-columns.ts';
import { numberColumn, tableOf, wordColumn } from '../../../src/report/tables/report-table.ts';
import { textTableWidth } from '../../../src/report/text/text-table.ts';

interface Row {
  readonly name: string;
  readonly note: string;
}

const rows: readonly Row[] = ['encoder.0.attention.key', 'encoder.0.attention.query'].map((name) => ({
  name,
  note: 'a source that is told at length, with place and year',
}));
const numbers = Array.from({ length: 8 }, (_, k) => numberColumn<Row>(`metric\nnumber ${k}`, 'pJ', () => 12345 + k));
const columns = textColumns(
  tableOf(
    't',
    'A table',
    [wordColumn<Row>('name', (row) => row.name), ...numbers, wordColumn<Row>('note', (row) => row.note)],
    rows,
  ),
);

test('a table that fits stays one block', (t) => {
  t.deepEqual(fitColumns(columns, 1, 200), [columns]);
});

test('a narrow line gets blocks that all begin with the names, hold every column once, and are no wider', (t) => {
  const blocks = fitColumns(columns, 1, 60);
  t.true(blocks.length > 1);
  for (const block of blocks) {
    t.deepEqual(
      block[0].cells,
      rows.map((row) => row.name),
    );
    t.true(textTableWidth(block) <= 60);
  }
  t.deepEqual(
    blocks.flatMap((block) => block.slice(1).map((column) => column.head)),
    columns.slice(1).map((column) => column.head),
  );
});

test('names that must be cut stay different', (t) => {
  const [block] = fitColumns(columns, 1, 30);
  t.is(new Set(block[0].cells).size, 2);
});
