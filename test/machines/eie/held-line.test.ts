import test from 'ava';
import { runFast, runStepper } from '../../oracles/both.ts';
import { countsOfLayer, countsOfStepper } from '../../oracles/counts.ts';
import { handLayer, upToRow } from '../../oracles/hand-layer.ts';

/** A column of 65535 entries whose input is zero, in front of an active column, which so begins with entry 65535 of the stream. */
const layer = handLayer(65535, [upToRow(65535), [0, 1, 2]], [0, 1]);
const machine = { processingElements: 1, queueDepth: 8, indexBits: 4, hasBias: false };

const reads = test.macro((t, rule: 'reference' | 'drained', entriesPerLine: number, expected: number) => {
  const choice = { ...machine, entriesPerLine, rule };
  const counts = countsOfLayer(runFast(layer, choice));
  t.is(counts.lineReads, expected);
  t.deepEqual(counts, countsOfStepper(runStepper(layer, choice)));
});

test('a first entry in line 65535 is read like any other', reads, 'drained', 1, 3);
test('the authors take line 65535 for held and count one read less', reads, 'reference', 1, 2);
test('any other line is read by both alike', reads, 'reference', 2, 2);
