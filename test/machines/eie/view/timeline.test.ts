import assert from 'node:assert/strict';
import test from 'ava';
import { holdWeights } from '../../../../src/compress/held-weights.ts';
import { simulateLayer } from '../../../../src/machines/eie/simulate-layer.ts';
import { eieTimeline } from '../../../../src/machines/eie/view/timeline.ts';
import type { Timeline } from '../../../../src/machines/timeline.ts';
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
