import test from 'ava';
import { handLayer, repeat, upToRow } from '../../../oracles/hand-layer.ts';
import { drain, firstEntry, runBoth } from './cycles-of.ts';

const walks = test.macro((t, lengths: readonly number[], depth: number) => {
  const layer = handLayer(Math.max(...lengths), lengths.map(upToRow));
  const entries = lengths.reduce((total, length) => total + length, 0);
  const { cycles, multiplyAccumulates } = runBoth(layer, 1, depth);
  t.is(cycles, firstEntry + entries - 1 + drain);
  t.is(multiplyAccumulates, entries);
});

test('one PE takes one cycle an entry, column after column without a gap', walks, [3, 1, 7, 2, 5], 8);
test('one PE with a queue of 3 keeps up with one-entry columns', walks, repeat(20, 1), 3);
test('one PE with a queue of 2 keeps up with two-entry columns', walks, repeat(20, 2), 2);
test('one PE with a queue of 256', walks, repeat(50, 9), 256);

const bridges = test.macro((t, row: number, entries: number) => {
  const { cycles, multiplyAccumulates, perProcessingElement } = runBoth(handLayer(row + 1, [[row]]), 1, 8);
  t.is(perProcessingElement.busy[0], entries);
  t.is(cycles, firstEntry + entries - 1 + drain);
  t.is(multiplyAccumulates, 1);
});

test('15 absent rows in front of a weight cost nothing', bridges, 15, 1);
test('16 absent rows cost one padding zero', bridges, 16, 2);
test('31 absent rows cost one padding zero', bridges, 31, 2);
test('32 absent rows cost two padding zeros', bridges, 32, 3);
test('1000 absent rows cost 62 padding zeros', bridges, 1000, 63);

const waits = test.macro((t, zeros: number, entries: number) => {
  const columns = 10;
  const inputs = repeat(columns, [1, ...repeat(zeros, 0)]).flat();
  const layer = handLayer(entries, repeat(inputs.length, upToRow(entries)), inputs);
  const pace = Math.max(entries, zeros + 1);
  t.is(runBoth(layer, 1, 8).cycles, firstEntry + (columns - 1) * pace + entries - 1 + drain + missesBehind(zeros));
});

/** Zeros behind the last column are scanned while it drains; they show only where they take longer. */
function missesBehind(zeros: number): number {
  return Math.max(0, zeros - 7);
}

test('zeros between columns cost nothing while the PE is busy with the column before', waits, 3, 4);
test('a fifth zero in front of a column of four entries costs its cycle', waits, 5, 4);
test('where inputs are sparse the scan sets the pace', waits, 7, 1);
