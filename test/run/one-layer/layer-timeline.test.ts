import test from 'ava';
import { generateLayer } from '../../../src/network/generate.ts';
import { layerTimeline } from '../../../src/run/one-layer/layer-timeline.ts';
import { simulateLayer } from '../../../src/run/one-layer/run-layer.ts';
import { faultsOf } from '../../config/faults-of.ts';
import { hardwareOf } from '../../oracles/hardware-of.ts';

const machine = hardwareOf({ processingElements: 8, queueDepth: 4, entriesPerLine: 8, rule: 'drained' });
const layers = ['a', 'b'].map((name, k) =>
  generateLayer({ name, rows: 50, columns: 60, weightDensity: 0.2, activationDensity: 0.5, codebookValues: 15 }, k),
);
const network = { name: 'two', file: 'two.yaml', seed: 1, layers };

test('states of all processing elements add up to what a run of the layer counts', (t) => {
  const { lanes, cycles } = layerTimeline(machine, network, { layer: 'b' });
  const { counts } = simulateLayer(machine, layers[1]);
  t.is(cycles, counts.cycles);
  const lists = counts.perProcessingElement as Readonly<Record<string, Uint32Array>>;
  for (const { processingElement: p, takes, blocked } of lanes) {
    const within = (from: number, to: number) => Math.max(0, Math.min(to, cycles + 1) - from);
    const sum = (of: typeof takes) => of.reduce((total, { from, to }) => total + within(from, to), 0);
    t.is(sum(takes.filter(({ entries }) => entries.length > 0)), lists.busy[p]);
    t.is(sum(takes.filter(({ entries }) => entries.length === 0)), lists.emptyColumn[p]);
    t.is(
      blocked.reduce((total, [from, to]) => total + to - from + 1, 0),
      lists.blocked[p],
    );
    t.is(takes.filter(({ entries }) => entries[0]?.bypasses).length, lists.bypasses[p]);
  }
});

test('what is not there is refused by name, with what is', async (t) => {
  const refused = (choice: Parameters<typeof layerTimeline>[2]) =>
    faultsOf(() => layerTimeline(machine, network, choice));
  t.deepEqual(await refused({}), ['--layer: expected one of a, b, found none [MISSING]']);
  t.regex((await refused({ layer: 'c' }))[0], /no layer "c" in two/);
  t.deepEqual(await refused({ layer: 'a', processingElements: [3, 8] }), [
    '--processing-elements: expected 0 to 7, found 8 [RANGE]',
  ]);
  t.regex(
    (await refused({ layer: 'a', cycles: [5000, 6000] }))[0],
    /^--cycles: expected cycles from 1 to \d+, found 5000\.\.6000/,
  );
});
