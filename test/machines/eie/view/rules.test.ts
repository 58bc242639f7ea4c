import test from 'ava';
import { holdWeights } from '../../../../src/compress/held-weights.ts';
import { elementRule, scanRule } from '../../../../src/machines/eie/view/rules.ts';
import { eieSteps } from '../../../../src/machines/eie/view/steps.ts';
import { handLayer } from '../../../oracles/hand-layer.ts';
import { hardwareOf } from '../../../oracles/hardware-of.ts';
import { layerOf } from '../../../oracles/layer-of.ts';

/** One PE; queues of depth 2 (1 item), an index of 1 bit: row 5 behind row 0 takes padding zeros. */
function steps() {
  const layer = layerOf(handLayer(6, [[0, 5], [], [0], [1]], [1, 1, 0, 1]), false);
  const held = holdWeights(layer.matrix, 1, 1);
  const machine = hardwareOf({
    processingElements: 1,
    queueDepth: 2,
    entriesPerLine: 4,
    indexBits: 1,
    rule: 'drained',
  });
  return eieSteps(layer, { fit: { layer, warning: null }, encode: held, rows: [held] }, machine);
}

test('what a PE does is named with its rule', (t) => {
  const small = steps();
  const told = (cycle: number) => elementRule(small.states[cycle], 0, small);
  t.deepEqual(
    [0, 2, 3, 4, 5, 6, 7].map((cycle) => told(cycle).state),
    [
      'starved',
      // column 0 fills the queue of one item, and column 1 is found already
      'starved, blocks the broadcast',
      'busy',
      // column 1 waits in the queue, column 2 is zero: nothing is held up
      'busy, padding zero',
      'busy, padding zero, blocks the broadcast',
      'busy, blocks the broadcast',
      'empty column',
    ],
  );
  t.is(told(0).rule, 'Its queue is empty: it waits for a broadcast.');
  t.regex(
    told(2).rule,
    /^Its queue was empty; what has come with this edge it takes with the next one\. Its queue is full/,
  );
  t.is(told(3).rule, 'Entry 1 of 4 of column 0. One goes into the pipeline each cycle.');
  t.regex(told(4).rule, /^Entry 2 of 4 of column 0\. It is a padding zero.* multiplies nothing\.$/);
  t.regex(told(6).rule, /^Entry 4 of 4 of column 0\..*It is the last: the next edge takes the next item\./);
  t.is(told(7).rule, 'Column 1 holds nothing for PE 0: both its pointers are 4. To find that out takes a cycle.');
  t.regex(told(small.cycles).rule, /nothing more comes/);
});

test('what the scan does is named with its rule', (t) => {
  const small = steps();
  const told = (cycle: number) => scanRule(small.states[cycle], small);
  t.is(told(0).rule, 'The scan register is empty; the next edge loads the first 1 activation.');
  t.is(
    told(1).rule,
    'Column 0 is the next activation that is not zero and no queue is full: the next edge puts it into all queues.',
  );
  t.is(told(4).state, 'loads the next row');
  t.is(told(5).state, 'waits');
  t.regex(told(5).rule, /^Column 3 is found, but the queue of PE 0 is full \(1 item\)/);
  t.is(told(small.cycles).state, 'done');
});
