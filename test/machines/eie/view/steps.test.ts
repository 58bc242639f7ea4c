import assert from 'node:assert/strict';
import test from 'ava';
import { holdWeights } from '../../../../src/compress/held-weights.ts';
import { simulateLayer } from '../../../../src/machines/eie/simulate-layer.ts';
import { eieSteps } from '../../../../src/machines/eie/view/steps.ts';
import type { LayerSteps, MachineState } from '../../../../src/machines/steps.ts';
import { faultsOf } from '../../../config/faults-of.ts';
import { type BothChoice, stepperLayer } from '../../../oracles/both.ts';
import type { DenseLayer } from '../../../oracles/eie/eie-gen-1.ts';
import { handLayer, repeat } from '../../../oracles/hand-layer.ts';
import { hardwareOf } from '../../../oracles/hardware-of.ts';
import { holds } from '../../../oracles/hold.ts';
import { layerOf } from '../../../oracles/layer-of.ts';
import { drawLayer, type RandomRun, randomRun } from '../../../oracles/random-layer.ts';
import { type Machine, machine, observe, tic } from '../../../oracles/stepper/machine.ts';
import type { PointerState } from '../../../oracles/stepper/pointer-stage.ts';

function prepare(dense: DenseLayer, choice: BothChoice) {
  const layer = layerOf(dense, choice.hasBias);
  const hardware = hardwareOf(choice);
  const held = holdWeights(layer.matrix, choice.processingElements, choice.indexBits);
  return { layer, hardware, held, weights: { fit: { layer, warning: null }, encode: held, rows: [held] } };
}

function stepsOf(dense: DenseLayer, choice: BothChoice): LayerSteps {
  const { layer, weights, hardware } = prepare(dense, choice);
  return eieSteps(layer, weights, hardware);
}

/** What both the view and the stepper tell of a state. */
interface Seen {
  readonly hit: number | null;
  readonly isAnyQueueFull: boolean;
  readonly elements: readonly {
    readonly does: string;
    readonly blocks: boolean;
    readonly fill: number;
    readonly head: readonly number[] | null;
    readonly address: number | null;
    readonly held: readonly number[] | null;
    readonly bypass: boolean;
    readonly hasWritten: boolean;
    readonly accumulators: readonly number[];
    readonly counts: readonly number[];
  }[];
}

function ofStepper({ scan, elements }: Machine, does: readonly PointerState[]): Seen {
  const { hitLane, isAnyQueueFull, isQueueFull, fill, heads } = scan.wires;
  return {
    hit: hitLane < 0 ? null : hitLane,
    isAnyQueueFull,
    elements: elements.map(({ pointer, line, arithmetic, counts }, p) => ({
      does: does[p],
      blocks: hitLane >= 0 && isQueueFull[p],
      fill: fill[p],
      head: heads[p] === undefined ? null : [heads[p].column, heads[p].value],
      address: does[p] === 'busy' ? pointer.wires.address : null,
      held: line.wires.isValid ? [line.wires.code, line.wires.relativeIndex, line.wires.activation] : null,
      bypass: arithmetic.wires.isBypassed,
      hasWritten: arithmetic.wires.hasWritten,
      accumulators: [...arithmetic.accumulators],
      counts: [counts.pointerReads, counts.lineReads, counts.multiplyAccumulates, counts.bypasses, counts.blocked],
    })),
  };
}

function ofView(
  { scan, elements }: MachineState,
  { columns, processingElements: pes }: LayerSteps,
  sum: readonly number[][],
): Seen {
  // the stepper scans the bias in the first lane of a row of its own
  const hit = scan.hit === null ? null : scan.hit.column === columns ? 0 : scan.hit.column % pes;
  const column = (of: number) => (of === columns ? Math.max(1, Math.ceil(columns / pes)) * pes : of);
  return {
    hit,
    isAnyQueueFull: scan.full.length > 0,
    elements: elements.map((element, p) => ({
      does: element.does,
      blocks: element.blocks,
      fill: element.queue.length,
      head: element.queue.length === 0 ? null : [column(element.queue[0].column), element.queue[0].activation],
      address: element.does === 'busy' ? element.pointer!.at : null,
      held: element.line?.entry
        ? [element.line.entry.code, element.line.entry.relativeIndex, element.line.entry.activation]
        : null,
      bypass: element.multiply?.bypasses === true,
      hasWritten: element.written !== null && element.written.code !== 0,
      accumulators: element.accumulators,
      counts: sum[p],
    })),
  };
}

/** Counts of each PE, summed over the states as the view draws them. */
function added(sum: readonly number[][], { elements }: MachineState): number[][] {
  return elements.map(({ pointer, line, multiply, written, blocks }, p) =>
    [pointer?.isTaken, line?.entry?.readsLine, written !== null && written.code !== 0, multiply?.bypasses, blocks].map(
      (one, k) => sum[p][k] + Number(one === true),
    ),
  );
}

function actions({ actionCounts }: MachineState): (number | undefined)[] {
  return ['activationQueue.pop', 'pointers.read', 'sparseMatrix.read', 'destinationActivations.write'].map(
    (action) => actionCounts[action],
  );
}

/** What the stepper counted of them so far, over all PEs. */
function actionsOf({ elements }: Machine): number[] {
  const of = (key: 'pointerReads' | 'lineReads' | 'multiplyAccumulates') =>
    elements.reduce((total, { counts }) => total + counts[key], 0);
  return [of('pointerReads'), of('pointerReads'), of('lineReads'), of('multiplyAccumulates')];
}

test('in every cycle the steps show what ticking every register shows', (t) => {
  const agree = (run: RandomRun) => {
    const dense = drawLayer(run);
    const choice = { ...run, rule: 'drained' } as const;
    const steps = stepsOf(dense, choice);
    const stepper = machine({ ...stepperLayer(dense, choice), initialLine: -1 });
    let sum = stepper.elements.map(() => [0, 0, 0, 0, 0]);
    for (const state of steps.states) {
      if (state.cycle > 0) tic(stepper);
      const does = state.cycle > 0 ? observe(stepper) : stepper.elements.map(({ pointer }) => pointer.wires.state);
      sum = added(sum, state);
      const trim = (seen: Seen): Seen => ({
        ...seen,
        // rows that the matrix does not have stay 0 in the stepper
        elements: seen.elements.map((one, p) => ({
          ...one,
          accumulators: one.accumulators.slice(0, Math.max(0, Math.ceil((run.rows - p) / run.processingElements))),
        })),
      });
      assert.deepEqual(ofView(state, steps, sum), trim(ofStepper(stepper, does)), `cycle ${state.cycle}`);
      if (state.cycle < steps.cycles) assert.deepEqual(actions(state), actionsOf(stepper), `cycle ${state.cycle}`);
    }
  };
  holds(t, randomRun(16, 16), agree, 600);
});

test('the actions until the last cycle, and the cycles of each PE, are those of the run', (t) => {
  const agree = (run: RandomRun) => {
    const dense = drawLayer(run);
    const choice = { ...run, rule: 'drained' } as const;
    const { layer, held, hardware } = prepare(dense, choice);
    const counts = simulateLayer(layer, held, hardware);
    const steps = stepsOf(dense, choice);
    const last = steps.states.at(-1)!;
    assert.equal(steps.cycles, counts.cycles);
    assert.deepEqual(Object.entries(last.actionCounts), Object.entries(counts.actionCounts));
    const list = (key: 'busy' | 'emptyColumn' | 'starved' | 'blocked' | 'bypasses') =>
      last.elements.map(({ soFar }) => soFar[key]);
    for (const key of ['busy', 'emptyColumn', 'starved', 'blocked', 'bypasses'] as const)
      assert.deepEqual(list(key), [...counts.perProcessingElement[key]], key);
    for (const [row, value] of counts.outputs.entries())
      assert.equal(
        last.elements[row % run.processingElements].accumulators[Math.floor(row / run.processingElements)],
        value,
      );
    // no action is ever undone
    for (const [k, { actionCounts }] of steps.states.entries())
      for (const [action, count] of Object.entries(actionCounts))
        assert.ok(k === 0 || count >= steps.states[k - 1].actionCounts[action], action);
  };
  holds(t, randomRun(16, 16), agree, 600);
});

test('every sum is the sum before it and the product, both rounded once', (t) => {
  const agree = (run: RandomRun) => {
    const { states } = stepsOf(drawLayer(run), { ...run, rule: 'drained' });
    for (const { elements } of states)
      for (const { add } of elements) {
        if (add === null || add.code === 0) continue;
        assert.equal(add.product, Math.fround(add.weight * add.activation));
        assert.equal(add.sum, Math.fround(add.product + add.addend!));
      }
  };
  holds(t, randomRun(16, 16), agree, 300);
});

/**
 * Two PEs, queues of depth 3 (2 items), lines of 2 entries; inputs 1, 0, 1, 1, 1, 1 (scan rows 0-1, 2-3, 4-5); code 1 everywhere. PE 0 has rows 0, 2, 4, PE 1 has rows 1, 3, 5.
 * Column 0: rows 0 2 4 | none. Column 2: rows 4 0 | 1. Column 3: row 0 | 1. Column 4: row 2 | 3. Column 5: none | 5.
 */
const HAND = handLayer(6, [[0, 2, 4], [], [0, 1, 4], [0, 1], [2, 3], [5]], [1, 0, 1, 1, 1, 1]);
const HAND_CHOICE = {
  processingElements: 2,
  queueDepth: 3,
  entriesPerLine: 2,
  indexBits: 4,
  hasBias: false,
  rule: 'drained',
} as const;

test('a layer by hand: what happens in which cycle, as the rules tell', (t) => {
  const { states, cycles } = stepsOf(HAND, HAND_CHOICE);
  const scan = states.map(({ scan: { does, hit } }) => (hit === null ? does : `${does} ${hit.column}`));
  // the first edge loads row 0; column 0 is found and sent; column 1 is zero, so the row takes one more cycle; column 2 goes out, and column 3 (the last lane, no cycle is lost)
  t.deepEqual(scan.slice(0, 6), ['reset', 'send 0', 'miss', 'send 2', 'send 3', 'wait 4']);
  // column 0 is in the queues from 2 on and taken with edge 3: 3 entries keep PE 0 until 5. Columns 2 and 3 came with edges 4 and 5: its queue is full in 5, and
  // empty by one from 6 on, when it takes column 2; column 4 is sent with edge 7
  const lane = (p: number) => states.map(({ elements }) => elements[p].does);
  const fill = (p: number) => states.map(({ elements }) => elements[p].queue.length);
  t.deepEqual(fill(0).slice(0, 8), [0, 0, 1, 0, 1, 2, 1, 2]);
  t.deepEqual(lane(0).slice(0, 8), ['starved', 'starved', 'starved', 'busy', 'busy', 'busy', 'busy', 'busy']);
  t.deepEqual(
    states.flatMap(({ cycle, elements }) => (elements[0].blocks ? [cycle] : [])),
    [5, 7],
  );
  // PE 1: column 0 is empty (3); columns 2 and 3 at 5 and 6 (sent with 4 and 5), column 4 (sent with 7) at 8; nothing in 4 and 7
  t.deepEqual(lane(1).slice(2, 9), ['starved', 'emptyColumn', 'starved', 'busy', 'busy', 'starved', 'busy']);
  // PE 0: column 2 in 6 and 7, column 3 in 8, column 4 in 9, column 5 (sent with 9, when the queue has room again) is empty in 10
  t.deepEqual(lane(0).slice(8), ['busy', 'busy', 'emptyColumn', ...repeat(6, 'starved')]);
  // behind column 5, a hit in the last lane, nothing is left to scan
  t.deepEqual(scan.slice(6), ['send 4', 'wait 5', 'send 5', ...repeat(8, 'done')]);
  // PE 1 takes column 5 with edge 10: its entry is written with edge 15, the layer ends one later
  t.is(lane(1)[10], 'busy');
  t.is(cycles, 16);
});

test('a layer by hand: entries go from stage to stage, lines are read once, a sum goes around the memory', (t) => {
  const { states } = stepsOf(HAND, HAND_CHOICE);
  const pe = (p: number, cycle: number) => states[cycle].elements[p];
  // PE 0 starts rows 0, 2, 4 of column 0 with cycle 3: two entries share line 0, the third is in line 1 with the first of column 2
  t.deepEqual(
    [4, 5, 6, 7, 8].map((cycle) => [pe(0, cycle).line?.line, pe(0, cycle).line?.entry?.readsLine]),
    [
      [0, true],
      [0, false],
      [1, true],
      [1, false],
      [2, true],
    ],
  );
  // the first entry: looked up in 5, multiplied in 6, added in 7, in the registers from 8 on
  for (const [cycle, stage] of [
    [5, 'lookUp'],
    [6, 'multiply'],
    [7, 'add'],
    [8, 'written'],
  ] as const)
    t.is(pe(0, cycle)[stage]?.address, 0, stage);
  const value = pe(0, 7).add!.weight;
  t.deepEqual(pe(0, 7).accumulators, [0, 0, 0]);
  t.deepEqual(pe(0, 8).accumulators, [value, 0, 0]);
  // column 0 ends in row 4 (started in 5); column 2 starts with row 0 in 6: no bypass. It ends in row 4 (7); column 3 has row 0 (8): no bypass
  // PE 1: column 2 has row 1 (5) and column 3 has row 1 too (6), back to back: the second is multiplied in 9 and takes the sum from the adder
  t.deepEqual(
    states.flatMap(({ cycle, elements }) =>
      elements.flatMap(({ multiply }, p) => (multiply?.bypasses ? [[p, cycle, multiply.row]] : [])),
    ),
    [[1, 9, 1]],
  );
});

for (const [name, change] of [
  ['stored values', { encoding: { weights: 'direct' } }],
  ['the end of the authors', { simulation: { rule: 'reference' } }],
  ['weights in DRAM', { weights: { home: 'dram' } }],
] as const)
  test(`${name}: refused by name`, async (t) => {
    const { layer, weights, hardware } = prepare(HAND, HAND_CHOICE);
    const other = Object.fromEntries(
      Object.entries(change).map(([key, part]) => [key, { ...hardware[key as 'encoding'], ...(part as object) }]),
    );
    t.regex(
      (await faultsOf(() => eieSteps(layer, weights, { ...hardware, ...other })))[0],
      /steps are shown of a machine with/,
    );
  });
