import assert from 'node:assert/strict';
import test from 'ava';
import { simulationBudget } from '../../../../src/base/budget.ts';
import { UserError } from '../../../../src/base/user-error.ts';
import { encode } from '../../../../src/compress/encode.ts';
import { holdWeights } from '../../../../src/compress/held-weights.ts';
import { simulateLayer } from '../../../../src/machines/eie/simulate-layer.ts';
import { eieTimeline } from '../../../../src/machines/eie/view/timeline.ts';
import type { Timeline, TimelineWindow } from '../../../../src/machines/timeline.ts';
import { generateLayer } from '../../../../src/network/generate.ts';
import type { Layer } from '../../../../src/network/layer.ts';
import { type BothChoice, stepperLayer } from '../../../oracles/both.ts';
import type { DenseLayer } from '../../../oracles/eie/eie-gen-1.ts';
import { hardwareOf } from '../../../oracles/hardware-of.ts';
import { holds } from '../../../oracles/hold.ts';
import { layerOf } from '../../../oracles/layer-of.ts';
import { drawLayer, type RandomRun, randomRun } from '../../../oracles/random-layer.ts';
import { isQuiet, machine, observe, tic } from '../../../oracles/stepper/machine.ts';

/** What a PE shows in a state. */
interface Drawn {
  state: string;
  fill: number;
  blocked: boolean;
  readsLine: boolean;
  bypasses: boolean;
}

function blank(states: number): Drawn[] {
  return Array.from({ length: states }, () => ({
    state: 'starved',
    fill: 0,
    blocked: false,
    readsLine: false,
    bypasses: false,
  }));
}

/** States 1 to `cycles` of each PE, from ticking every register. */
function ticked(dense: DenseLayer, choice: BothChoice, cycles: number): Drawn[][] {
  const state = machine({ ...stepperLayer(dense, choice), initialLine: -1 });
  const lanes = state.elements.map(() => blank(cycles + 1));
  for (let k = 1; k <= cycles + 8 && (k <= cycles || !isQuiet(state)); k++) {
    const reads = state.elements.map(({ counts }) => counts.lineReads);
    tic(state);
    const pointers = observe(state);
    const holdsHit = state.scan.wires.hitLane >= 0;
    for (const [p, { counts, arithmetic }] of state.elements.entries()) {
      const at = (back: number): Drawn | undefined => lanes[p][k - back];
      // a line that this edge read belongs to the entry of the state before it, a bypass to that of three states before
      const [before, now, multiplied] = [at(1), at(0), at(3)];
      if (before && counts.lineReads > reads[p]) before.readsLine = true;
      if (multiplied && arithmetic.wires.isBypassed) multiplied.bypasses = true;
      if (now === undefined) continue;
      now.state = pointers[p];
      now.fill = state.scan.wires.fill[p];
      now.blocked = holdsHit && state.scan.wires.isQueueFull[p];
    }
  }
  return lanes.map((lane) => lane.slice(1));
}

/** The same from the timeline. */
function drawn({ lanes, broadcasts, cycles }: Timeline): Drawn[][] {
  return lanes.map(({ takes, blocked }) => {
    const states = blank(cycles + 1);
    for (const { from, to, entries } of takes) {
      for (let k = from; k < Math.min(to, cycles + 1); k++) {
        const entry = entries.at(k - from);
        states[k].state = entry === undefined ? 'emptyColumn' : 'busy';
        if (entry) Object.assign(states[k], { readsLine: entry.readsLine, bypasses: entry.bypasses });
      }
    }
    for (let k = 1; k <= cycles; k++) {
      const [sent, taken] = [
        broadcasts.filter((one) => one.sent <= k).length,
        takes.filter(({ from }) => from <= k).length,
      ];
      states[k].fill = sent - taken;
    }
    for (const [from, to] of blocked) for (let k = from; k <= to; k++) states[k].blocked = true;
    return states.slice(1);
  });
}

test('the timeline shows in every state what the stepper shows', (t) => {
  const agree = (run: RandomRun) => {
    const dense = drawLayer(run);
    const choice = { ...run, rule: 'drained' } as const;
    const layer = layerOf(dense, run.hasBias);
    const hardware = hardwareOf(choice);
    const streams = holdWeights(layer.matrix, run.processingElements, run.indexBits);
    const timeline = eieTimeline(
      layer,
      { fit: { layer, warning: null }, encode: streams, rows: [streams] },
      hardware,
      {},
    );
    assert.equal(timeline.cycles, simulateLayer(layer, streams, hardware).cycles);
    assert.deepEqual(drawn(timeline), ticked(dense, choice, timeline.cycles));
  };
  holds(t, randomRun(40, 90), agree, 250);
});

test('a window holds what is in it, and what is in flight', (t) => {
  const dense = drawLayer({
    processingElements: 4,
    queueDepth: 4,
    entriesPerLine: 4,
    indexBits: 4,
    hasBias: false,
    rows: 64,
    columns: 40,
    weightDensity: 20000,
    activationDensity: 40000,
    negative: 0,
    biasDensity: 0,
    emptyEvery: 0,
    activeUntil: 65536,
    overloadedElement: -1,
    seed: 3,
  });
  const layer = layerOf(dense, false);
  const hardware = hardwareOf({ processingElements: 4, queueDepth: 4, entriesPerLine: 4, rule: 'drained' });
  const held = holdWeights(layer.matrix, 4, 4);
  const weights = { fit: { layer, warning: null }, encode: held, rows: [held] };
  const whole = eieTimeline(layer, weights, hardware, {});
  const part = eieTimeline(layer, weights, hardware, { processingElements: [2], cycles: [20, 40] });
  t.deepEqual([part.from, part.to, part.cycles], [20, 40, whole.cycles]);
  t.deepEqual(
    part.lanes[0].takes,
    whole.lanes[2].takes.filter(({ queued, to }) => to > 20 && queued <= 40),
  );
  t.true(part.lanes[0].takes.length > 3 && part.lanes[0].takes.length < whole.lanes[2].takes.length);
});

/** A layer as a generator makes it, its places as bits beside it, and the same without them. */
function generated(rows: number, columns: number, weightDensity: number) {
  const own = { name: 'l', rows, columns, weightDensity, activationDensity: 0.5, codebookValues: 15 };
  const layer = generateLayer(own, 7);
  const { matrix } = layer;
  return { layer, plain: { ...layer, matrix: { ...matrix } } };
}

test('a window shows what the whole shows of it, however the weights are held', (t) => {
  const { layer, plain } = generated(70, 30, 0.15);
  for (const indexBits of [2, 4, null])
    for (const tableBytes of [undefined, 0]) {
      const held = (of: Layer) =>
        holdWeights(of.matrix, 3, indexBits, { ...simulationBudget(), ...(tableBytes === 0 && { tableBytes }) });
      const choice = { processingElements: 3, queueDepth: 3, entriesPerLine: 4, indexBits, rule: 'drained' } as const;
      const show = (of: Layer, window: TimelineWindow) =>
        eieTimeline(
          of,
          { fit: { layer: of, warning: null }, encode: held(of), rows: [held(of)] },
          hardwareOf(choice),
          window,
        );
      const whole = show(plain, {});
      t.deepEqual(show(layer, {}), whole);
      const rows = encode(plain.matrix, 3, indexBits);
      t.is(
        whole.lanes.flatMap(({ takes }) => takes.flatMap(({ entries }) => entries)).length,
        whole.broadcasts.reduce(
          (sum, { column }) =>
            sum +
            [0, 1, 2].reduce((of, p) => of + rows.pointers[(column + 1) * 3 + p] - rows.pointers[column * 3 + p], 0),
          0,
        ),
      );
      for (let from = 1; from <= whole.cycles; from += 7) {
        const to = Math.min(from + 11, whole.cycles);
        const part = show(layer, { processingElements: [1, 2], cycles: [from, to] });
        for (const [k, lane] of part.lanes.entries())
          t.deepEqual(
            lane.takes,
            whole.lanes[k + 1].takes.filter((take) => take.to > from && take.queued <= to),
          );
      }
    }
});

test('more entries than a simulation may take are refused before they are made', (t) => {
  const { layer } = generated(64, 64, 0.5);
  const held = holdWeights(layer.matrix, 4, 4);
  const weights = { fit: { layer, warning: null }, encode: held, rows: [held] };
  const hardware = hardwareOf({ processingElements: 4, queueDepth: 8, entriesPerLine: 4, rule: 'drained' });
  const limited = { memory: { limitBytes: 10_000 } };
  t.throws(() => eieTimeline(layer, weights, hardware, limited), {
    instanceOf: UserError,
    message: /^\d+ entries in cycles 1 to \d+ \(take fewer with --cycles or --processing-elements\): /,
  });
  t.notThrows(() => eieTimeline(layer, weights, hardware, { ...limited, cycles: [1, 3], processingElements: [0] }));
});
