import { readFileSync } from 'node:fs';
import test from 'ava';
import packed from '../../../generated/energy/cacti-arrays.json.ts';
import { packedTable } from '../../../src/energy/sram/packed-table.ts';

/** What the file says, read anew: `numbers:numbers;numbers` in each line. */
function tableFrom(text: string): { head: number[]; rows: number[][] }[] {
  const numbers = (part: string) => part.split(' ').map(Number);
  return text.split('\n').map((line) => {
    const [head, rows] = line.split(':');
    return { head: numbers(head), rows: rows.split(';').map(numbers) };
  });
}

test('every number of every table is the one in the file, to the last bit', (t) => {
  const { tables } = JSON.parse(readFileSync('configs/energy/cacti-arrays.json', 'utf8')) as {
    tables: Record<string, string>;
  };
  const packedTables: Readonly<Record<string, string>> = packed.tables;
  for (const [name, text] of Object.entries(tables)) {
    const lines = packedTable(packedTables[name]).map(({ head, rows }) => ({ head, rows: rows() }));
    t.deepEqual(lines, tableFrom(text), name);
  }
});
